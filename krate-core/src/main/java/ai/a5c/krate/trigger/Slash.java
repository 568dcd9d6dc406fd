package ai.a5c.krate.trigger;

import ai.a5c.krate.command.Comment;
import ai.a5c.krate.command.Verb;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import java.util.List;

/** Which {@code /krate} commands a rule that listens to a mention hears besides. */
final class Slash {

    private Slash() {}

    /** The command that the rule names, or else those of its task kind; none without a mention. */
    static List<Verb> verbs(AgentTriggerRule.Spec rule) {
        if (rule.match().mention().isEmpty()) {
            return List.of();
        }
        String command = Words.lower(rule.match().command());
        return command.isEmpty()
                ? ofTask(rule.taskKind())
                : Verb.of(command).filter(Slash::starts).stream().toList();
    }

    private static boolean starts(Verb verb) {
        return switch (verb) {
            case FIX, DIAGNOSE, REVIEW -> true;
            case APPROVE, DENY, OK, CANCEL, RETRY, STATUS, HELP -> false;
        };
    }

    private static List<Verb> ofTask(TaskKind kind) {
        return switch (kind) {
            case CI_REPAIR, ISSUE_FIX -> List.of(Verb.FIX);
            case DIAGNOSIS -> List.of(Verb.DIAGNOSE);
            case REVIEW -> List.of(Verb.REVIEW);
            case REFACTOR, DOCUMENTATION, TEST, RELEASE, QUESTION -> List.of();
        };
    }

    /** As it stands in texts, such as {@code /krate fix}. */
    static String written(Verb verb) {
        return Comment.KRATE + " " + verb.word();
    }
}
