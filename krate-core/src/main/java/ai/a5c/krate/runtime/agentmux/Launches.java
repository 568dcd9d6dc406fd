package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Origin;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks what is asked for, since the gateway checks nothing, and writes it in the gateway's words. */
final class Launches {

    private static final Pattern AGENT = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Launches() {}

    /** Whether the gateway may be asked for a session under that id. */
    static boolean isSessionId(String text) {
        return SESSION.matcher(text).matches();
    }

    /**
     * Refuses what cannot or must not be started.
     *
     * @throws LaunchRefusedException saying what to do
     */
    static void check(LaunchRequest request) {
        if (request.trust() != Trust.TRUSTED || request.setup().sandbox().required()) {
            throw new LaunchRefusedException(
                    "SandboxUnavailable",
                    "an Agent Mux gateway has no sandbox that Krate could rely on:"
                            + " send such attempts to a runner pool whose runtime has the capability SANDBOX");
        }
        refuseUnless(AGENT.matcher(request.adapter()).matches(), "AgentNotFound", "an agent's name is like 'claude'");
        refuseUnless(
                request.command().isEmpty(),
                "ArgumentsUnsupported",
                "a gateway passes no arguments on to its agents: take the command out of the stack");
        refuseUnless(
                !request.prompt().isBlank(), "PromptEmpty", "the prompt is empty, which the gateway would not survive");
        refuseUnless(
                request.workspace().isAbsolute() && Files.isDirectory(request.workspace()),
                "WorkspaceMissing",
                "the workspace is not there: provision it again");
        request.environment()
                .forEach((name, value) -> refuseUnless(
                        VARIABLE.matcher(name).matches() && value.indexOf(0) < 0,
                        "EnvironmentInvalid",
                        "an environment variable has a name or a value that no process can have"));
        checkSetup(request.adapter(), request.setup());
    }

    private static void checkSetup(String agent, Setup setup) {
        refuseUnless(
                setup.questions() != Questions.ASK || Agents.blocks(agent),
                "GatesUnsupported",
                "agent '%s' does not wait for answers to its questions: it needs a sandbox instead of gates"
                        .formatted(agent));
        refuseUnless(
                setup.secretFiles().isEmpty(),
                "SecretFilesUnsupported",
                "a gateway passes secrets on as environment variables only: mount them so in the stack");
        setup.origin().ifPresent(origin -> {
            refuseUnless(
                    origin.mode() == Origin.Mode.RESUME,
                    "ForkUnsupported",
                    "a gateway does not copy conversations: what it calls a fork goes on with the same one");
            refuseUnless(isSessionId(origin.agentSessionId()), "SessionInvalid", "there is no session to go on with");
        });
    }

    private static void refuseUnless(boolean fine, String code, String message) {
        if (!fine) {
            throw new LaunchRefusedException(code, message);
        }
    }

    /** The run's options. */
    static Map<String, Object> options(String runId, LaunchRequest request) {
        Setup setup = request.setup();
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("runId", runId);
        options.put("agent", request.adapter());
        options.put("prompt", request.prompt());
        options.put("nonInteractive", true);
        options.put("cwd", request.workspace().toString());
        options.put("approvalMode", setup.questions() == Questions.ALLOW ? "yolo" : "prompt");
        options.put("timeout", request.limits().wallClock().toMillis());
        options.put("inactivityTimeout", request.limits().idle().toMillis());
        if (setup.maxTurns() > 0) {
            options.put("maxTurns", setup.maxTurns());
        }
        if (!setup.model().isEmpty()) {
            options.put("model", setup.model());
        }
        if (!setup.systemPrompt().isEmpty()) {
            options.put("systemPrompt", setup.systemPrompt());
        }
        setup.origin().ifPresent(origin -> options.put("sessionId", origin.agentSessionId()));
        if (!request.environment().isEmpty()) {
            options.put("env", request.environment());
        }
        options.put("tags", List.of("krate"));
        return options;
    }

    /**
     * What an answer that is no success means.
     *
     * @param offered whether the gateway lists the agent
     */
    static RuntimeException refusal(Rest.Answer answer, String agent, boolean offered) {
        String error = Fields.text(answer.body(), "error");
        if (answer.status() == 400 && error.equals("agent_unavailable")) {
            return offered
                    ? new RuntimeUnavailableException(
                            "the gateway lists agent '%s' and does not find it now".formatted(agent))
                    : new LaunchRefusedException(
                            "AgentNotFound", "the gateway has no agent '%s': install it there".formatted(agent));
        }
        if (answer.status() == 400) {
            return new LaunchRefusedException("GatewayRefused", "the gateway refuses: " + Words.bounded(error));
        }
        if (answer.status() == 401) {
            return new RuntimeUnavailableException(Words.WRONG_TOKEN);
        }
        return new RuntimeUnavailableException(
                "the gateway answers a launch with status %d: it may have as many runs as it takes"
                        .formatted(answer.status()));
    }
}
