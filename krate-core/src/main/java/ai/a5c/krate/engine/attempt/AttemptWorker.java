package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.GitTrouble;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.workspace.Tenancies;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.observe.KrateEvent.StepFailed;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.store.StoreUnavailableException;
import ai.a5c.krate.store.VersionConflictException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Takes attempts and brings each to its end: workspace, review, launch, events, artifacts.
 *
 * <p>One call works on one attempt. Whatever it knows is stored before it acts, so that another worker, or the same one
 * after a crash, goes on from where it stood.
 */
public final class AttemptWorker {

    private static final int MANY_SURPRISES = 3;

    private final Desk desk;
    private final AttemptClaims claims;
    private final Preparation preparation;
    private final Listening listening;
    private final Endings endings;
    private final Heartbeat heartbeat;
    private final Setbacks surprises = new Setbacks();

    /** A worker whose claims last {@code lease} unless renewed. */
    public AttemptWorker(Desk desk, Duration lease) {
        this.desk = desk;
        this.endings = new Endings(desk);
        this.preparation = new Preparation(desk);
        this.listening = new Listening(desk, lease);
        this.heartbeat = new Heartbeat(desk, lease);
        this.claims = new AttemptClaims(desk, lease, heartbeat::keeps);
    }

    /**
     * Takes the next attempt and works on it until it ends, it must be given back, or {@code stopping} says so.
     *
     * @return false if there was nothing to take
     */
    public boolean step(BooleanSupplier stopping) {
        Optional<Runnable> work = take(stopping);
        work.ifPresent(Runnable::run);
        return work.isPresent();
    }

    /** Takes the next attempt; what is returned works on it until it ends, is given back, or {@code stopping} says so. */
    public Optional<Runnable> take(BooleanSupplier stopping) {
        return claims.next().map(claim -> () -> work(claim, stopping));
    }

    private void work(Claim claim, BooleanSupplier stopping) {
        try (Heartbeat.Beat beat = heartbeat.keep(claim)) {
            bringToItsEnd(claim, beat, stopping);
        } catch (StoreUnavailableException | VersionConflictException e) {
            throw e;
        } catch (RuntimeException e) {
            surprised(claim, e);
        }
    }

    /** Gives the attempt back after something that nobody has foreseen, and fails it if that goes on. */
    private void surprised(Claim claim, RuntimeException e) {
        int count = surprises.count(claim);
        try {
            if (count >= MANY_SURPRISES) {
                surprises.forget(claim);
                endings.failed(claim, "Unexpected", e.toString());
            } else {
                desk.write(records -> records.update(
                        claim.released(claim.attempt(records), records.now().plus(Setbacks.pause(count)))));
            }
        } catch (ClaimLostException lost) {
            e.addSuppressed(lost);
        }
        desk.ports().listener().on(new StepFailed("attempt", claim.attempt(), e.toString()));
    }

    private void bringToItsEnd(Claim claim, Heartbeat.Beat beat, BooleanSupplier stopping) {
        try {
            Optional<Launched> launched = preparation.launch(claim, beat);
            launched.flatMap(session -> listening.untilItEnds(claim, session, beat, stopping))
                    .ifPresent(end -> endings.ended(claim, end));
            surprises.forget(claim);
        } catch (ClaimLostException e) {
            leave(claim);
            desk.ports().listener().on(new StepFailed("attempt", claim.attempt(), "another worker has taken over"));
        } catch (LaunchRefusedException e) {
            endings.failed(claim, e.code(), String.valueOf(e.getMessage()));
        } catch (BreachException e) {
            endings.failed(claim, "SafetyBreach", String.valueOf(e.getMessage()));
        } catch (RuntimeUnavailableException e) {
            endings.unreachable(claim, String.valueOf(e.getMessage()), e.mayHaveBegun());
        } catch (GitRefusedException e) {
            gitRefused(claim, e);
        } catch (RefusedException e) {
            endings.failed(claim, e.code(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            endings.failed(claim, "Invalid", String.valueOf(e.getMessage()));
        }
    }

    /** Has the workspace looked at: if it was removed meanwhile, this worker may have made its directory once more. */
    private void leave(Claim claim) {
        desk.write(records -> Tenancies.of(records, claim.namespace(), claim.attempt())
                .map(workspace -> {
                    records.transaction()
                            .send(
                                    Topics.workspace(workspace.status().host()),
                                    workspace.key().toString(),
                                    records.now());
                    return workspace;
                }));
    }

    private void gitRefused(Claim claim, GitRefusedException e) {
        if (GitTrouble.mayPass(e)) {
            endings.postponed(claim, e.code(), String.valueOf(e.getMessage()));
        } else {
            endings.failed(claim, e.code(), String.valueOf(e.getMessage()));
        }
    }
}
