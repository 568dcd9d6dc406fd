package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Session;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Binds an attempt to the session that its runtime gave it. */
final class Attaching {

    private Attaching() {}

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

    /** The attempt, attached to {@code session}, with its resource, condition and timeline. */
    static AgentDispatchAttempt attached(Records records, Claim claim, Session session, AgentRuntime runtime) {
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
