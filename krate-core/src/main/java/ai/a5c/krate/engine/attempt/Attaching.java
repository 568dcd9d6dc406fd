package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.WorkItemLinks;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptReason;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.kind.execution.AttemptOrigin;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Binds an attempt to the session that its runtime gave it. */
final class Attaching {

    private Attaching() {}

    /** What the runtime can do with the agent, as it is noted at the attempt; what it can always do if it cannot be asked. */
    static List<String> capabilities(AgentRuntime runtime, String adapter) {
        Set<Capability> able;
        try {
            able = runtime.capabilities(adapter);
        } catch (RuntimeUnavailableException e) {
            able = runtime.capabilities();
        }
        return able.stream()
                .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .sorted()
                .toList();
    }

    private static void bind(
            Records records, AgentDispatchAttempt attempt, AgentDispatchRun run, Session session, String runtime) {
        String namespace = attempt.metadata().namespace();
        String name = attempt.metadata().name();
        if (records.get(AgentSession.class, namespace, name).isPresent()) {
            return;
        }
        boolean fork = attempt.spec().attemptReason() == AttemptReason.FORK;
        String earlier = earlier(records, attempt);
        String gatewayRun = runtime.equals(SessionNotes.AGENT_MUX) ? session.id() : "";
        records.create(new AgentSession(
                Metadata.named(
                        namespace,
                        name,
                        Labels.of(
                                "org",
                                run.spec().organizationRef(),
                                "dispatch-run",
                                run.metadata().name())),
                new AgentSession.Spec(
                        run.spec().organizationRef(),
                        session.id(),
                        run.metadata().name(),
                        name,
                        runtime,
                        fork ? "" : earlier,
                        fork ? earlier : ""),
                AgentSession.Status.UNKNOWN
                        .draft()
                        .started(records.now())
                        .agentMux(gatewayRun, "")
                        .status()));
    }

    /** The session that the attempt goes on with: that of the attempt which it names, if its agent's id is exactly the same. */
    private static String earlier(Records records, AgentDispatchAttempt attempt) {
        AttemptOrigin origin = attempt.spec().origin();
        return records.get(AgentSession.class, attempt.metadata().namespace(), origin.attempt())
                .filter(session -> !origin.agentSessionId().isEmpty())
                .filter(session -> session.status().agentSessionId().equals(origin.agentSessionId()))
                .map(session -> session.metadata().name())
                .orElse("");
    }

    /** The attempt, attached to {@code session}, with its resource, condition and timeline. */
    static AgentDispatchAttempt attached(
            Records records, Claim claim, Session session, AgentRuntime runtime, List<String> able) {
        AgentDispatchAttempt moved = Moves.attempt(records, claim, new AttemptEvent.Attached(claim.token()));
        AgentDispatchAttempt stored =
                records.update(moved.with(moved.status().launched(session.id(), records.now(), able)));
        AgentDispatchRun run = records.need(
                AgentDispatchRun.class, claim.namespace(), stored.spec().agentDispatchRun());
        bind(records, stored, run, session, runtime.name());
        WorkItemLinks.session(records, run, stored.metadata().name());
        Condition bound = new Condition(
                "SessionBound",
                "True",
                "Launched",
                "attempt %d is attached to its agent".formatted(stored.spec().number()),
                run.metadata().generation(),
                records.now());
        Reach.regained(records, records.update(run.with(run.status().observed(bound))));
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
