package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Confidential;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.review.Decision;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Brings a claimed attempt to a running agent: review, workspace, launch; each may have happened before. */
final class Preparation {

    private static final int TRIES = 10;

    private final Desk desk;
    private final Reviews reviews;
    private final Confidential confidential;
    private final Whereabouts whereabouts;
    private final Endings endings;

    Preparation(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
        this.confidential = new Confidential(desk);
        this.whereabouts = new Whereabouts(desk);
        this.endings = new Endings(desk);
    }

    /** The running agent; empty if the attempt ended before there was one. */
    Optional<Launched> launch(Claim claim, Heartbeat.Beat beat) {
        AgentDispatchAttempt attempt = desk.write(claim::attempt);
        AgentDispatchRun run = run(claim, attempt);
        if (attempt.status().finishedAt() != null) {
            release(run);
            return Optional.empty();
        }
        AgentRuntime runtime = runtime(run);
        Optional<Session> orphan = orphan(attempt, runtime);
        if (orphan.isPresent()) {
            desk.write(records -> attached(records, claim, orphan.get(), runtime));
            return Optional.of(new Launched(runtime, orphan.get(), confidential.redactor(claim.namespace())));
        }
        if (isBeforeLaunch(attempt) && attempt.status().cancelRequested()) {
            endings.stopped(claim);
            return Optional.empty();
        }
        if (!isBeforeLaunch(attempt)) {
            Session session = new Session(attempt.status().runtimeSession());
            return Optional.of(new Launched(runtime, session, confidential.redactor(claim.namespace())));
        }
        Path workspace = workspace(claim, run);
        Optional<Map<String, String>> environment = permitted(claim, run);
        if (environment.isEmpty()) {
            return Optional.empty();
        }
        beat.require();
        Session session = runtime.launch(request(attempt, run, environment.get(), workspace));
        desk.write(records -> attached(records, claim, session, runtime));
        return Optional.of(new Launched(runtime, session, confidential.redactor(claim.namespace())));
    }

    /** What a worker launched that died before it could say so: it is heard, or stopped, never left alone. */
    private static Optional<Session> orphan(AgentDispatchAttempt attempt, AgentRuntime runtime) {
        return attempt.status().phase() == AttemptPhase.LAUNCHING ? runtime.find(launchKey(attempt)) : Optional.empty();
    }

    /**
     * What a review admits at launch, once it is noted that the runtime is asked next; empty if the attempt ended, or a
     * person must answer first. What changes between the review and the note is reviewed again.
     */
    private Optional<Map<String, String>> permitted(Claim claim, AgentDispatchRun run) {
        for (int i = 0; i < TRIES; i++) {
            Reviewed reviewed = reviews.reviewed(run, Moment.LAUNCH);
            PermissionReview review = reviewed.review();
            if (review.decision() == Decision.DENIED) {
                endings.blocked(claim, review);
                return Optional.empty();
            }
            note(claim, run, reviewed);
            if (review.decision() == Decision.REQUIRES_APPROVAL && endings.held(claim, review)) {
                return Optional.empty();
            }
            Optional<Map<String, String>> environment = confidential.environment(review);
            Optional<AgentDispatchAttempt> launching =
                    environment.isEmpty() ? Optional.empty() : launching(claim, reviewed);
            if (launching.isPresent()) {
                return mayLaunch(claim, run, launching.get()) ? environment : Optional.empty();
            }
        }
        endings.postponed(claim, "PolicyMoves", "what the review looks at changes faster than it can be reviewed");
        return Optional.empty();
    }

    /** The attempt, noted as launching; empty if what was reviewed has changed since. */
    private Optional<AgentDispatchAttempt> launching(Claim claim, Reviewed reviewed) {
        return desk.write(records -> reviewed.isCurrent(records)
                ? Optional.of(Moves.attempt(records, claim, new AttemptEvent.LaunchStarted(claim.token())))
                : Optional.empty());
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
        String reviewed = latest.review().snapshotDigest().text();
        if (!reviewed.equals(run.status().permissionSnapshotDigest())) {
            String record = latest.record(desk.ports());
            desk.write(records -> {
                claim.attempt(records);
                AgentDispatchRun now = records.need(
                        AgentDispatchRun.class,
                        claim.namespace(),
                        run.metadata().name());
                return records.update(now.reviewed(reviewed, record));
            });
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

    private Path workspace(Claim claim, AgentDispatchRun run) {
        Remote remote = whereabouts.remote(claim.namespace(), run.spec().repository());
        if (run.spec().sha().isEmpty()) {
            throw new GitRefusedException("CommitNotFound", "the run names no commit, and none could be found");
        }
        if (!hasCommit(remote, run.spec().sha())) {
            desk.ports().repositories().fetch(remote);
        }
        Path path = desk.ports()
                .repositories()
                .worktree(remote, claim.attempt(), run.spec().sha());
        desk.write(records -> record(records, claim, run));
        return path;
    }

    private boolean hasCommit(Remote remote, String sha) {
        try {
            return desk.ports().repositories().resolve(remote, sha).isPresent();
        } catch (GitRefusedException e) {
            return false;
        }
    }

    private Claim record(Records records, Claim claim, AgentDispatchRun run) {
        claim.attempt(records);
        if (records.get(AgentWorkspace.class, claim.namespace(), claim.attempt())
                .isEmpty()) {
            records.create(new AgentWorkspace(
                    Metadata.named(
                            claim.namespace(), claim.attempt(), run.metadata().labels()),
                    new AgentWorkspace.Spec(
                            run.spec().organizationRef(),
                            run.spec().repository(),
                            claim.attempt(),
                            AgentWorkspace.Ownership.ATTEMPT,
                            run.metadata().name(),
                            run.spec().sha(),
                            run.spec().ref(),
                            run.spec().trust()),
                    AgentWorkspace.Status.provisioned(desk.ports().worker())));
        }
        return claim;
    }

    private LaunchRequest request(
            AgentDispatchAttempt attempt, AgentDispatchRun run, Map<String, String> environment, Path workspace) {
        AgentStack stack = stack(attempt);
        AgentContextBundle bundle = desk.get(
                        AgentContextBundle.class,
                        run.metadata().namespace(),
                        run.spec().contextBundleRef())
                .orElseThrow(() -> new LaunchRefusedException("ContextMissing", "the context bundle is not there"));
        AgentStack.Limits limits = stack.spec().limits();
        return new LaunchRequest(
                launchKey(attempt),
                stack.spec().adapter(),
                stack.spec().command(),
                Blobs.text(desk.ports(), bundle.spec().promptDigest()),
                workspace,
                environment,
                run.spec().trust(),
                new LaunchRequest.Limits(
                        Durations.parse(limits.wallClock()), Durations.parse(limits.idle()), limits.outputBytes()));
    }

    private static String launchKey(AgentDispatchAttempt attempt) {
        return Digest.of(CanonicalJson.text(Map.of(
                        "attempt", attempt.metadata().uid(),
                        "stack", attempt.spec().agentStackSnapshot(),
                        "context", attempt.spec().contextBundleDigest())))
                .hex();
    }

    private AgentStack stack(AgentDispatchAttempt attempt) {
        String snapshot = Blobs.text(desk.ports(), attempt.spec().agentStackSnapshot());
        return (AgentStack) ResourceCodec.read(KindRegistry.of(AgentStack.class), Json.readObject(snapshot));
    }

    private static List<String> capabilities(AgentRuntime runtime) {
        return runtime.capabilities().stream()
                .map(able -> able.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .sorted()
                .toList();
    }

    private static void bind(Records records, Claim claim, AgentDispatchRun run, Session session, String runtime) {
        if (records.get(AgentSession.class, claim.namespace(), claim.attempt()).isEmpty()) {
            records.create(new AgentSession(
                    Metadata.named(
                            claim.namespace(),
                            claim.attempt(),
                            Labels.of(
                                    "org",
                                    run.spec().organizationRef(),
                                    "dispatch-run",
                                    run.metadata().name())),
                    new AgentSession.Spec(
                            run.spec().organizationRef(),
                            session.id(),
                            run.metadata().name(),
                            claim.attempt(),
                            runtime),
                    AgentSession.Status.UNKNOWN));
        }
    }

    private AgentDispatchAttempt attached(Records records, Claim claim, Session session, AgentRuntime runtime) {
        AgentDispatchAttempt moved = Moves.attempt(records, claim, new AttemptEvent.Attached(claim.token()));
        AgentDispatchAttempt stored =
                records.update(moved.with(moved.status().launched(session.id(), records.now(), capabilities(runtime))));
        AgentDispatchRun run = records.need(
                AgentDispatchRun.class, claim.namespace(), stored.spec().agentDispatchRun());
        bind(records, claim, run, session, runtime.name());
        Condition bound = new Condition(
                "SessionBound",
                "True",
                "Launched",
                "attempt %d is attached to its agent".formatted(stored.spec().number()),
                run.metadata().generation(),
                records.now());
        records.update(run.with(run.status().observed(bound)));
        Journal.tell(
                records,
                run.key(),
                "started",
                Map.of(
                        "text",
                        "attempt %d was launched by %s".formatted(stored.spec().number(), runtime.name())));
        return stored;
    }
}
