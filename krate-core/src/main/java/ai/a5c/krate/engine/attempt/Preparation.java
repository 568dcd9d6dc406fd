package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.dispatch.Breakers;
import ai.a5c.krate.engine.Confidential;
import ai.a5c.krate.engine.Confidential.Granted;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.configuration.BaseConfiguration;
import ai.a5c.krate.engine.configuration.WorkspaceFiles;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.review.Decision;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup.AgentFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Brings a claimed attempt to a running agent: review, workspace, launch; each may have happened before. */
final class Preparation {

    private static final int TRIES = 10;

    private final Desk desk;
    private final Reviews reviews;
    private final Confidential confidential;
    private final Workplace workplace;
    private final Conversation conversation;
    private final LaunchOrder order;
    private final Endings endings;
    private final Failing failing;
    private final Whereabouts whereabouts;
    private final BaseConfiguration configuration;

    Preparation(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
        this.confidential = new Confidential(desk);
        this.workplace = new Workplace(desk);
        this.conversation = new Conversation(desk);
        this.order = new LaunchOrder(desk);
        this.endings = new Endings(desk);
        this.failing = new Failing(desk);
        this.whereabouts = new Whereabouts(desk);
        this.configuration = new BaseConfiguration(desk.ports().repositories());
    }

    /** The running agent; empty if the attempt ended before there was one. */
    Optional<Launched> launch(Claim claim, Heartbeat.Beat beat) {
        AgentDispatchAttempt attempt = claim.attempt(desk);
        AgentDispatchRun run = run(claim, attempt);
        if (attempt.status().finishedAt() != null) {
            release(run);
            return Optional.empty();
        }
        AgentRuntime runtime = runtime(run);
        Optional<Session> orphan = orphan(attempt, runtime);
        if (orphan.isPresent()) {
            attach(claim, attempt, orphan.get(), runtime);
            return Optional.of(new Launched(runtime, orphan.get(), confidential.redactor(claim.namespace())));
        }
        if (mayBeAtWorkElsewhere(attempt)) {
            endings.lost(
                    claim,
                    "it may have been launched on host '%s', which does no work now"
                            .formatted(attempt.status().host()));
            return Optional.empty();
        }
        if (isBeforeLaunch(attempt) && attempt.status().cancelRequested()) {
            endings.stopped(claim);
            return Optional.empty();
        }
        if (!isBeforeLaunch(attempt)) {
            Session session = new Session(attempt.status().runtimeSession());
            return Optional.of(new Launched(runtime, session, confidential.redactor(claim.namespace())));
        }
        return started(claim, attempt, run, runtime, beat);
    }

    /** The agent that nobody has launched before, at work. */
    private Optional<Launched> started(
            Claim claim,
            AgentDispatchAttempt attempt,
            AgentDispatchRun run,
            AgentRuntime runtime,
            Heartbeat.Beat beat) {
        Optional<Breakers.Tripped> circle = failing.beforeLaunch(run, attempt);
        if (circle.isPresent()) {
            endings.failed(claim, circle.get().code(), circle.get().message());
            return Optional.empty();
        }
        conversation.requireInReach(attempt, here());
        Workplace.Provided workspace = workplace.provide(claim, run);
        Optional<LaunchRequest> request = request(claim, attempt, run, runtime, workspace);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        beat.require();
        Session session = runtime.launch(request.get());
        attach(claim, attempt, session, runtime);
        return Optional.of(new Launched(runtime, session, confidential.redactor(claim.namespace())));
    }

    /** What the runtime is asked for once the workspace is ready; empty if the attempt ended, or waits. */
    private Optional<LaunchRequest> request(
            Claim claim,
            AgentDispatchAttempt attempt,
            AgentDispatchRun run,
            AgentRuntime runtime,
            Workplace.Provided workspace) {
        Remote remote = whereabouts.remote(claim.namespace(), run.spec().repository());
        Optional<String> base = workspace.empty()
                ? Optional.empty()
                : configuration.commit(
                        remote,
                        run.spec().baseRef(),
                        run.spec().sha(),
                        run.spec().trust());
        Optional<Granted> granted = permitted(claim, run, base.orElse(""));
        if (granted.isEmpty()) {
            return Optional.empty();
        }
        List<AgentFile> files = workspace.empty()
                ? List.of()
                : configuration.files(remote, base, run.spec().sha());
        LaunchRequest request = order.request(attempt, run, granted.get(), workspace.path(), files);
        WorkspaceFiles.lay(workspace.path(), files);
        boolean isolates = runtime.capabilities().contains(Capability.SANDBOX);
        return Optional.of(isolates && !workspace.empty() ? workplace.secluded(claim, run, request, base) : request);
    }

    private void attach(Claim claim, AgentDispatchAttempt attempt, Session session, AgentRuntime runtime) {
        List<String> able = Attaching.capabilities(runtime, order.adapter(attempt));
        desk.write(records -> Attaching.attached(records, claim, session, runtime, able));
    }

    private String here() {
        return desk.ports().repositories().worktrees().host();
    }

    /** Whether another host has noted that it launches the attempt, which this one cannot look for. */
    private boolean mayBeAtWorkElsewhere(AgentDispatchAttempt attempt) {
        return attempt.status().phase() == AttemptPhase.LAUNCHING
                && !attempt.status().host().isEmpty()
                && !attempt.status().host().equals(here());
    }

    /** What a worker launched that died before it could say so: it is heard, or stopped, never left alone. */
    private static Optional<Session> orphan(AgentDispatchAttempt attempt, AgentRuntime runtime) {
        if (attempt.status().phase() != AttemptPhase.LAUNCHING) {
            return Optional.empty();
        }
        try {
            return runtime.find(LaunchOrder.launchKey(attempt));
        } catch (RuntimeUnavailableException e) {
            throw e.afterAsking();
        }
    }

    /**
     * What a review admits at launch, once it is noted that the runtime is asked next; empty if the attempt ended, or a
     * person must answer first. What changes between the review and the note is reviewed again.
     */
    private Optional<Granted> permitted(Claim claim, AgentDispatchRun run, String base) {
        for (int i = 0; i < TRIES; i++) {
            Reviewed reviewed = reviews.reviewed(run, Moment.LAUNCH);
            PermissionReview review = reviewed.review();
            if (review.decision() == Decision.DENIED) {
                endings.blocked(claim, review);
                return Optional.empty();
            }
            if (review.decision() == Decision.REQUIRES_APPROVAL) {
                note(claim, run, reviewed);
                if (endings.held(claim, review)) {
                    return Optional.empty();
                }
            }
            Optional<Granted> granted = confidential.granted(review);
            Optional<AgentDispatchAttempt> launching =
                    granted.isEmpty() ? Optional.empty() : launching(claim, run, reviewed, base);
            if (launching.isPresent()) {
                return mayLaunch(claim, run, launching.get()) ? granted : Optional.empty();
            }
        }
        endings.postponed(claim, "PolicyMoves", "what the review looks at changes faster than it can be reviewed");
        return Optional.empty();
    }

    /**
     * The attempt, noted as launching together with its review: the last thing that is written before the runtime is asked;
     * empty if what was reviewed has changed since.
     */
    private Optional<AgentDispatchAttempt> launching(
            Claim claim, AgentDispatchRun run, Reviewed reviewed, String base) {
        Note note = Note.of(desk, run, reviewed);
        return desk.write(records -> {
            if (!reviewed.isCurrent(records)) {
                return Optional.empty();
            }
            AgentDispatchAttempt moved = Moves.attempt(
                    records, claim, new AttemptEvent.LaunchStarted(claim.token()), next -> launching(next, base));
            if (moved.status().phase() == AttemptPhase.LAUNCHING) {
                note.write(records);
                Workplace.configure(records, claim, base);
            }
            return Optional.of(moved);
        });
    }

    private AgentDispatchAttempt launching(AgentDispatchAttempt attempt, String base) {
        return attempt.status().phase() == AttemptPhase.LAUNCHING
                ? attempt.with(attempt.status().launching(base, here()))
                : attempt;
    }

    /** False if somebody has cancelled the attempt, which is over then. */
    private boolean mayLaunch(Claim claim, AgentDispatchRun run, AgentDispatchAttempt launching) {
        if (launching.status().phase() != AttemptPhase.LAUNCHING) {
            release(run);
            return false;
        }
        if (launching.status().cancelRequested()) {
            endings.stopped(claim);
            return false;
        }
        return true;
    }

    private static boolean isBeforeLaunch(AgentDispatchAttempt attempt) {
        return attempt.status().phase() == AttemptPhase.ASSIGNED
                || attempt.status().phase() == AttemptPhase.LAUNCHING;
    }

    /** Has everything removed again that was prepared for an attempt that ended meanwhile. */
    private void release(AgentDispatchRun run) {
        desk.write(records -> {
            records.transaction().send(Topics.RELEASE, run.key().toString(), records.now());
            return run;
        });
    }

    private void note(Claim claim, AgentDispatchRun run, Reviewed latest) {
        Note note = Note.of(desk, run, latest);
        desk.write(records -> {
            claim.attempt(records);
            note.write(records);
            return run;
        });
    }

    /**
     * What a run notes of its latest review.
     *
     * @param record the digest of the review's record; empty if the run has noted that review already
     */
    private record Note(AgentDispatchRun run, String review, String record) {

        static Note of(Desk desk, AgentDispatchRun run, Reviewed latest) {
            String review = latest.review().snapshotDigest().text();
            boolean known = review.equals(run.status().permissionSnapshotDigest());
            return new Note(run, review, known ? "" : latest.record(desk.ports()));
        }

        void write(Records records) {
            if (!record.isEmpty()) {
                AgentDispatchRun now = records.need(
                        AgentDispatchRun.class,
                        run.metadata().namespace(),
                        run.metadata().name());
                if (!now.status().permissionSnapshotDigest().equals(review)) {
                    records.update(now.reviewed(review, record));
                }
            }
        }
    }

    private AgentDispatchRun run(Claim claim, AgentDispatchAttempt attempt) {
        return desk.get(
                        AgentDispatchRun.class,
                        claim.namespace(),
                        attempt.spec().agentDispatchRun())
                .orElseThrow(() -> new ClaimLostException(claim.attempt()));
    }

    private AgentRuntime runtime(AgentDispatchRun run) {
        String name = desk.get(
                        RunnerPool.class, run.metadata().namespace(), run.spec().runnerPool())
                .map(pool ->
                        pool.spec().runtime().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElseThrow(() -> new LaunchRefusedException(
                        "PoolMissing",
                        "runner pool '%s' is not there".formatted(run.spec().runnerPool())));
        return desk.ports()
                .runtime(name)
                .orElseThrow(() -> new LaunchRefusedException(
                        "RuntimeMissing", "this server has no runtime '%s'".formatted(name)));
    }
}
