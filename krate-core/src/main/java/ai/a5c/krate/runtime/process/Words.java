package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks the words that become arguments of an agent's program. */
final class Words {

    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@\\[\\]-]{0,199}");
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    private Words() {}

    /** Adds an option with its value, unless that is empty. */
    static void option(List<String> command, String option, String value) {
        if (!value.isEmpty()) {
            command.add(option);
            command.add(value);
        }
    }

    /** Refuses what a program could take for something else, and arguments that let it off from asking. */
    static void check(Adapter adapter, LaunchRequest request) {
        Setup setup = request.setup();
        if (!setup.model().isEmpty() && !MODEL.matcher(setup.model()).matches()) {
            throw new LaunchRefusedException(
                    "ModelRefused", "'%s' is no name of a model".formatted(HarmlessText.of(setup.model())));
        }
        setup.origin()
                .filter(origin -> !SESSION.matcher(origin.agentSessionId()).matches())
                .ifPresent(origin -> {
                    throw new LaunchRefusedException(
                            "OriginRefused",
                            "'%s' is no id of an agent's session".formatted(HarmlessText.of(origin.agentSessionId())));
                });
        if (setup.tools().isPresent()) {
            request.command().stream()
                    .filter(argument -> argument.equals("--tools") || argument.startsWith("--tools="))
                    .findFirst()
                    .ifPresent(Words::refuseTools);
        }
        if (setup.questions() != Setup.Questions.ALLOW) {
            List<String> command = request.command();
            for (int i = 0; i < command.size(); i++) {
                String value = i + 1 < command.size() ? command.get(i + 1) : "";
                if (letsOff(adapter, command.get(i), value)) {
                    refuse(command.get(i));
                }
            }
        }
    }

    /** Whether an option is reserved, altogether or with this value. */
    private static boolean letsOff(Adapter adapter, String argument, String value) {
        int end = argument.indexOf('=');
        String option = end > 0 ? argument.substring(0, end) : argument;
        return Stream.of(option, argument, argument + "=" + value).anyMatch(adapter.reserved()::contains);
    }

    private static void refuseTools(String argument) {
        throw new LaunchRefusedException(
                "ArgumentRefused",
                "the argument %s chooses tools, and so do the subagent's toolRefs: take it out of the agent stack's command"
                        .formatted(HarmlessText.of(argument)));
    }

    private static void refuse(String argument) {
        throw new LaunchRefusedException(
                "ArgumentRefused",
                "the argument %s lets the agent off from asking: take it out of the agent stack's command and set its approvalMode to auto"
                        .formatted(HarmlessText.of(argument)));
    }
}
