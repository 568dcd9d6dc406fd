package ai.a5c.krate.server.console;

import ai.a5c.krate.dispatch.Allowance;
import ai.a5c.krate.dispatch.RunAction;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that people do with a run.
 *
 * @param word the end of the address that it is sent to
 * @param note what will happen; empty while it is disabled
 * @param danger whether it ends work
 * @param speaks whether a message may go along
 * @param disabled why it is not possible now, for this person
 */
public record RunButton(
        String word, String label, String note, boolean danger, boolean speaks, Optional<Disabled> disabled) {

    static RunButton of(Allowance allowance, String resource, Visit visit) {
        RunAction action = allowance.action();
        Optional<Disabled> disabled = Disabled.ofReader(visit, action.label(), resource)
                .or(() -> Optional.of(allowance)
                        .filter(refused -> !refused.allowed())
                        .map(refused -> disabled(refused, resource, visit)));
        return new RunButton(
                action.word(),
                action.label(),
                disabled.isPresent() ? "" : sentence(allowance.message()),
                action == RunAction.CANCEL,
                speaks(action),
                disabled);
    }

    /** Whether the agent is told something with it. */
    static boolean speaks(RunAction action) {
        return switch (action) {
            case CANCEL, RETRY -> false;
            case RESUME, CONTINUE, FORK, RERUN_AFTER_FIX -> true;
        };
    }

    /** Whether it can be done. */
    public boolean allowed() {
        return disabled.isEmpty();
    }

    private static Disabled disabled(Allowance refused, String resource, Visit visit) {
        return new Disabled(
                refused.action().label(),
                resource,
                visit.scope().access().name(),
                refused.code().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                sentence(refused.message()),
                "");
    }

    private static String sentence(String text) {
        String sentence = text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return sentence.isEmpty() || sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
