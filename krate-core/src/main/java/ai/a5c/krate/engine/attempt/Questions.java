package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.approval.RequestCheck.Limits;
import ai.a5c.krate.approval.ToolCallCheck;
import ai.a5c.krate.approval.ToolCallCheck.Answer;
import ai.a5c.krate.approval.ToolCallCheck.ToolCall;
import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.ToolApprovals;
import ai.a5c.krate.engine.Transcripts;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.NotPossibleException;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Verdict;
import ai.a5c.krate.transcript.Entry;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers an agent's questions whether it may call a tool: at once by policy, else as people decide, and in time. */
final class Questions {

    private static final Limits LIMITS = new Limits(5, 3);
    private static final String ASKS = Hearing.word(AgentEvent.Type.QUESTION);
    private static final Set<String> GOES_ON = Set.of(
            Hearing.word(AgentEvent.Type.MESSAGE),
            Hearing.word(AgentEvent.Type.TOOL_RESULT),
            Hearing.word(AgentEvent.Type.RESULT));
    private static final String HIDDEN = "[REDACTED:";
    private static final int LOOKED_BACK = 1_000;
    private static final String NOT_NOW = "nobody answered in time";

    private final Desk desk;
    private final Claim claim;
    private final Launched agent;
    private final ToolRules rules;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();

    Questions(Desk desk, Claim claim, Launched agent) {
        this.desk = desk;
        this.claim = claim;
        this.agent = agent;
        this.rules = new ToolRules(desk);
        AgentDispatchAttempt attempt = desk.write(claim::attempt);
        desk.write(records -> run(records, attempt)).status().approvals().stream()
                .flatMap(name -> desk.get(AgentApproval.class, claim.namespace(), name).stream())
                .filter(one ->
                        claim.attempt().equals(one.metadata().annotations().get(ToolApprovals.ATTEMPT)))
                .forEach(this::remember);
    }

    private void remember(AgentApproval approval) {
        String id = approval.metadata().annotations().getOrDefault(ToolApprovals.QUESTION, "");
        known.add(id);
        if (approval.status().phase() != ApprovalPhase.APPLIED) {
            open.put(id, new Open(approval.metadata().name(), Instant.MAX));
        }
    }

    /**
     * Answers what the agent had asked before, but nobody who lived long enough to answer it: the questions behind the last
     * word that it could say without an answer.
     */
    void catchUp() {
        AgentDispatchAttempt attempt = desk.write(claim::attempt);
        String stream = Journal.stream(claim.namespace(), attempt.spec().agentDispatchRun());
        long last = desk.write(records -> records.transaction().lastSequence(stream));
        List<Entry> open = new ArrayList<>();
        desk.ports().store().events(stream, Math.max(0, last - LOOKED_BACK), LOOKED_BACK).stream()
                .map(Transcripts::entry)
                .filter(entry -> entry.attempt() == attempt.spec().number())
                .forEach(entry -> {
                    if (ASKS.equals(entry.type())) {
                        open.add(entry);
                    } else if (GOES_ON.contains(entry.type())) {
                        open.removeIf(one -> one.lane().equals(entry.lane()));
                    }
                });
        open.stream()
                .filter(entry -> !known.contains(id(entry)))
                .forEach(entry -> askedBefore(entry, attempt.status().cursor()));
    }

    private static String id(Entry entry) {
        return entry.details().getOrDefault(Detail.REQUEST_ID, "");
    }

    /** What was stored redacted or cut is not exactly what the agent asks for, so that nobody can say yes to it. */
    private void askedBefore(Entry entry, long cursor) {
        String input = entry.details().getOrDefault("input", entry.text());
        if (input.contains(HIDDEN) || input.endsWith(Hearing.CUT)) {
            decide(id(entry), false, "the server was started anew before it could answer; ask once more");
        } else {
            asked(new AgentEvent(cursor, AgentEvent.Type.QUESTION, entry.text(), entry.details()));
        }
    }

    /** What an incident among {@code events} says; else answers or passes on what they ask. */
    Optional<String> heard(List<AgentEvent> events) {
        for (AgentEvent event : events) {
            if (event.type() == AgentEvent.Type.INCIDENT) {
                String words = agent.redactor().redact(event.text()).text();
                desk.write(records -> incident(records, words));
                return Optional.of(words);
            }
            if (event.type() == AgentEvent.Type.QUESTION) {
                asked(event);
            }
        }
        return Optional.empty();
    }

    private AgentDispatchAttempt incident(Records records, String words) {
        AgentDispatchAttempt attempt = claim.attempt(records);
        Journal.audit(records, "krate", "agent.incident", attempt.key(), Map.of("message", words));
        return attempt;
    }

    private void asked(AgentEvent event) {
        String id = event.details().getOrDefault(Detail.REQUEST_ID, "");
        String tool = event.details().getOrDefault(Detail.TOOL, "");
        String input = event.details().getOrDefault("input", event.text());
        ToolApprovals.Call call = new ToolApprovals.Call(
                id, tool, input, agent.redactor().redact(event.text()).text());
        if (open.containsKey(id)) {
            return;
        }
        ToolRules.Rule rule = rules.of(desk.write(claim::attempt), call);
        Answer answer = desk.write(records -> answer(records, call, rule, event));
        if (answer instanceof Answer.Allow) {
            decide(id, true, "the tool profile allows it");
        } else if (answer instanceof Answer.Deny deny) {
            decide(id, false, deny.reason());
        } else if (answer instanceof Answer.DeniedBefore denied) {
            decide(id, false, denied.reason());
        }
    }

    private Answer answer(Records records, ToolApprovals.Call call, ToolRules.Rule rule, AgentEvent event) {
        AgentDispatchAttempt attempt = claim.attempt(records);
        AgentDispatchRun run = run(records, attempt);
        if (rule.outside()) {
            return denied(records, attempt, call, "this subagent is not given the tool '%s'".formatted(call.tool()));
        }
        ToolCall wanted = new ToolCall(ToolApprovals.binding(run, call), rule.policy(), rule.forbidden());
        Answer answer = ToolCallCheck.check(wanted, ToolApprovals.before(records, run), LIMITS, records.now());
        if (attempt.status().cancelRequested()) {
            return new Answer.Deny("the run is being cancelled");
        }
        if (answer instanceof Answer.Ask) {
            String name = ToolApprovals.ask(records, run, attempt, call);
            Waits.forApproval(records, claim, call.tool());
            open.put(call.question(), new Open(name, deadline(event)));
        } else if (answer instanceof Answer.Await await) {
            Waits.forApproval(records, claim, call.tool());
            open.put(call.question(), new Open(await.approval(), deadline(event)));
        } else if (answer instanceof Answer.DeniedBefore denied) {
            long times = ToolApprovals.askedAgain(records, claim.namespace(), denied.approval());
            Map<String, String> details =
                    Map.of("tool", call.tool(), "approval", denied.approval(), "times", Long.toString(times));
            Journal.audit(records, "krate", "agent.denied-again", attempt.key(), details);
        } else if (answer instanceof Answer.Deny deny) {
            return denied(records, attempt, call, deny.reason());
        }
        return answer;
    }

    private static Answer denied(
            Records records, AgentDispatchAttempt attempt, ToolApprovals.Call call, String reason) {
        Journal.audit(records, "krate", "agent.denied", attempt.key(), Map.of("tool", call.tool(), "reason", reason));
        return new Answer.Deny(reason);
    }

    private static Instant deadline(AgentEvent event) {
        try {
            return Instant.parse(event.details().getOrDefault(Detail.DEADLINE, ""));
        } catch (DateTimeParseException e) {
            return Instant.MAX;
        }
    }

    /** Passes on what people have decided meanwhile; the agent goes on without what they decide too late. */
    void settle() {
        for (Map.Entry<String, Open> entry : List.copyOf(open.entrySet())) {
            desk.get(AgentApproval.class, claim.namespace(), entry.getValue().approval())
                    .ifPresent(approval -> settle(entry.getKey(), entry.getValue(), approval));
        }
    }

    private void settle(String id, Open question, AgentApproval approval) {
        switch (approval.status().phase()) {
            case PENDING -> {
                if (desk.ports().clock().instant().isAfter(question.deadline())) {
                    decide(id, false, NOT_NOW);
                    goOn(id);
                }
            }
            case APPROVED -> {
                if (decide(id, true, "a person approved it")) {
                    desk.write(records -> {
                        ToolApprovals.used(records, claim.namespace(), question.approval());
                        return claim.attempt(records);
                    });
                }
                goOn(id);
            }
            case DENIED, EXPIRED, SUPERSEDED, APPLIED, APPLY_FAILED -> {
                decide(id, false, approval.status().reason().message());
                goOn(id);
            }
        }
    }

    private void goOn(String id) {
        open.remove(id);
        if (open.isEmpty()) {
            desk.write(records -> claim.attempt(records).status().phase() == AttemptPhase.WAITING_FOR_APPROVAL
                    ? Moves.attempt(records, claim, new AttemptEvent.Resumed(claim.token()))
                    : claim.attempt(records));
        }
    }

    /** False if nothing waits for the answer any more. */
    private boolean decide(String id, boolean allowed, String reason) {
        try {
            agent.runtime().decide(agent.session(), new Verdict(id, allowed, reason));
            return true;
        } catch (NotPossibleException | RuntimeUnavailableException e) {
            return false;
        }
    }

    private static AgentDispatchRun run(Records records, AgentDispatchAttempt attempt) {
        return records.need(
                AgentDispatchRun.class,
                attempt.metadata().namespace(),
                attempt.spec().agentDispatchRun());
    }

    /**
     * A question that waits for people.
     *
     * @param deadline after which the agent goes on without
     */
    private record Open(String approval, Instant deadline) {}
}
