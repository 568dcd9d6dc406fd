package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.runtime.Batch;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Stores what a running agent says, each thing once, until it ends; renews the claim with it and passes cancellation on. */
final class Listening {

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Desk desk;
    private final Hearing hearing;
    private final Handover handover;

    Listening(Desk desk, Duration lease) {
        this.desk = desk;
        this.hearing = new Hearing(desk, lease);
        this.handover = new Handover(desk);
    }

    /** How it ended; empty if {@code stopping} came first, in which case the claim has been given back. */
    Optional<Ended> untilItEnds(Claim claim, Launched agent, Heartbeat.Beat beat, BooleanSupplier stopping) {
        Utterances utterances = hearing.begin(claim, agent.redactor());
        long cursor = utterances.cursor();
        Stops stops = Stops.of(desk, claim);
        boolean cancelled = false;
        while (!stopping.getAsBoolean()) {
            Batch batch = agent.runtime().events(agent.session(), cursor, PATIENCE);
            beat.require();
            cursor = hearing.heard(claim, utterances, batch, agent.redactor());
            if (batch.end().isPresent()) {
                handover.giveUp(claim);
                return Optional.of(new Ended(agent, Hearing.told(batch.end().get(), agent.redactor()), stops.known()));
            }
            if (stops.look(claim, batch.events())
                    || (!cancelled && stops.known().isPresent())) {
                agent.runtime()
                        .cancel(
                                agent.session(),
                                stops.known().map(Stop::message).orElse(""));
                cancelled = true;
            }
            if (!cancelled && isCancelled(claim)) {
                agent.runtime().cancel(agent.session(), "the run was cancelled");
                cancelled = true;
            }
            if (!cancelled) {
                handover.deliver(claim, agent);
            }
        }
        beat.close();
        desk.write(records -> records.update(claim.released(claim.attempt(records), records.now())));
        return Optional.empty();
    }

    private boolean isCancelled(Claim claim) {
        return desk.get(AgentDispatchAttempt.class, claim.namespace(), claim.attempt())
                .map(attempt -> attempt.status().cancelRequested())
                .orElse(true);
    }
}
