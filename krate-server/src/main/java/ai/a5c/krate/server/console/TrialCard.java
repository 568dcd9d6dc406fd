package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.rehearsal.Rehearsed;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule would make of an event, ready to read.
 *
 * @param on what it was tried on, for people
 * @param note that the rule is not active, or empty
 * @param decision of the permission review, if one was made
 * @param findings of the permission review
 * @param suggestions YAML that would mend what the review misses
 * @param problem why there is no answer, or empty
 */
public record TrialCard(
        String on,
        Badge badge,
        String note,
        Optional<Rehearsed> answer,
        Optional<Badge> decision,
        List<String> findings,
        List<String> suggestions,
        String problem) {

    public TrialCard {
        findings = List.copyOf(findings);
        suggestions = List.copyOf(suggestions);
    }

    static TrialCard of(String on, Rehearsed answer) {
        return new TrialCard(
                on,
                badge(answer.outcome()),
                answer.lifecycleState() == LifecycleState.ACTIVE
                        ? ""
                        : "The rule is %s, so nothing of this would happen now; this is what it would do if it were active."
                                .formatted(Badge.of(answer.lifecycleState()).word()),
                Optional.of(answer),
                answer.review().get("decision") instanceof String word
                        ? Optional.of(Badge.word(word))
                        : Optional.empty(),
                findings(answer.review().getOrDefault("reasons", List.of())),
                texts(answer.review().getOrDefault("yamlPreview", List.of())),
                "");
    }

    /** A try that could not be made. */
    static TrialCard failed(String on, String problem) {
        return new TrialCard(
                on,
                new Badge("bad", "cross", "no answer"),
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                problem);
    }

    private static List<String> findings(Object reasons) {
        List<String> findings = new ArrayList<>();
        if (reasons instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> reason) {
                    findings.add(reason.get("code") + ": " + reason.get("message"));
                }
            }
        }
        return findings;
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> items
                ? items.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Badge badge(Rehearsed.Outcome outcome) {
        return switch (outcome) {
            case RUN -> new Badge("good", "check", "a run starts");
            case QUEUE -> new Badge("wait", "clock", "a run waits");
            case JOIN -> new Badge("live", "join", "joins a run");
            case ASK -> new Badge("wait", "hand", "a person is asked");
            case BLOCKED -> new Badge("bad", "stop", "blocked");
            case REJECTED -> new Badge("bad", "cross", "rejected");
            case SUPPRESSED -> new Badge("quiet", "stop", "suppressed");
            case NO_MATCH -> new Badge("quiet", "cross", "not matched");
            case NO_EVENT -> new Badge("quiet", "cross", "no event");
        };
    }
}
