package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.intake.RuleDesk;
import ai.a5c.krate.trigger.NoMatch;
import ai.a5c.krate.trigger.RuleAction;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Moves rules through their life and has deliveries decided again, and says in a sentence what came of it. */
final class Replays {

    private final RuleDesk rules;

    Replays(RuleDesk rules) {
        this.rules = rules;
    }

    Notice act(Context context, Visit visit) {
        String word = Frame.field(context, "action");
        Optional<RuleAction> action = Arrays.stream(RuleAction.values())
                .filter(one -> one.word().equals(word))
                .findFirst();
        if (action.isEmpty()) {
            return new Notice("bad", "Choose what to do with the rule.");
        }
        String rule = context.pathParam("rule");
        return refusedOr(() -> new Notice(
                "good",
                "The rule is %s now."
                        .formatted(Badge.of(rules.act(
                                                visit.scope().namespace(),
                                                rule,
                                                action.get(),
                                                visit.scope().caller())
                                        .spec()
                                        .lifecycleState())
                                .word())));
    }

    Notice replay(String rule, String delivery, Visit visit) {
        return refusedOr(() -> said(
                rules.replay(
                        visit.scope().namespace(), rule, delivery, visit.scope().caller()),
                rule,
                delivery));
    }

    Notice materialize(String delivery, Visit visit) {
        return refusedOr(() -> new Notice(
                "good",
                "%s is kept."
                        .formatted(rules.materialize(
                                visit.scope().namespace(),
                                delivery,
                                visit.scope().caller()))));
    }

    private static Notice refusedOr(Sentence sentence) {
        try {
            return sentence.say();
        } catch (RefusedException e) {
            String message = String.valueOf(e.getMessage());
            return new Notice("bad", Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".");
        }
    }

    private static Notice said(RuleDesk.Replayed replayed, String rule, String delivery) {
        if (replayed instanceof RuleDesk.Decided decided) {
            String word = Badge.of(decided.execution().spec().decision()).word();
            String run = decided.execution().spec().dispatchRun();
            String text = decided.before()
                    ? "Rule %s had decided %s so before: %s. Nothing happened now."
                    : "Rule %s decided %s anew: %s.";
            return new Notice(decided.before() ? "wait" : "good", text.formatted(rule, delivery, word), run);
        }
        List<NoMatch> reasons = replayed instanceof RuleDesk.Unmatched unmatched ? unmatched.reasons() : List.of();
        return new Notice(
                "wait",
                "Rule %s does not fit %s: %s."
                        .formatted(
                                rule,
                                delivery,
                                reasons.stream()
                                        .map(reason -> "%s wants %s, and the event has %s"
                                                .formatted(reason.condition(), reason.expected(), reason.actual()))
                                        .collect(Collectors.joining("; "))));
    }

    private interface Sentence {

        Notice say();
    }
}
