package io.jenkins.plugins.krate.step;

import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.resource.Durations;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** What people write into steps and forms, and what is wrong with it. */
final class Inputs {

    static final String DEFAULT_TASK = "diagnosis";
    static final String NO_STACK = "name the agent stack (stack)";
    static final String OWN_STACK =
            "the agent stack that the job, its folder or the global configuration names is used";
    static final String NO_PROMPT = "say what the agent is to do (prompt)";

    private Inputs() {}

    /** Without spaces around it; empty for nothing. */
    static String trimmed(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    /** Whether whoever fills in a form in {@code item} is told what is wrong with it. */
    static boolean isAllowed(@Nullable Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
    }

    /** Everything that is wrong. */
    static List<String> faults(String stack, String task, String prompt, String timeout, double budget) {
        List<String> faults = new ArrayList<>();
        if (stack.isEmpty()) {
            faults.add(NO_STACK);
        }
        if (!words().contains(task)) {
            faults.add("the task must be one of " + String.join(", ", words()));
        }
        if (prompt.isBlank()) {
            faults.add(NO_PROMPT);
        }
        if (!(budget >= 0)) {
            faults.add("the budget must be a number of US dollars from 0");
        }
        timeoutFault(timeout).ifPresent(faults::add);
        return faults;
    }

    static Optional<String> timeoutFault(String timeout) {
        return timeout.isEmpty() || Durations.isValid(timeout)
                ? Optional.empty()
                : Optional.of("the timeout must be a length of time such as 30m, 2h or 1d");
    }

    /** The length of time; zero for an empty text. */
    static Duration length(String timeout) {
        return timeout.isEmpty() ? Duration.ZERO : Durations.parse(timeout);
    }

    static List<String> words() {
        return Arrays.stream(TaskKind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    static ListBoxModel tasks() {
        ListBoxModel items = new ListBoxModel();
        words().forEach(items::add);
        return items;
    }
}
