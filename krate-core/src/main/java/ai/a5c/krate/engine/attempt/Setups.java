package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentStack.ApprovalMode;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.AgentToolProfile.FilesystemPolicy;
import ai.a5c.krate.kind.agents.AgentToolProfile.Verdict;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.agents.ToolApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.AgentFile;
import ai.a5c.krate.runtime.Setup.Origin;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.runtime.Setup.Sandbox;
import ai.a5c.krate.subagent.ToolScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes an agent's setup from its stack, the stack's tool profile and the pool that it runs in. */
final class Setups {

    private final Desk desk;

    Setups(Desk desk) {
        this.desk = desk;
    }

    /** The setup of an agent that goes on with {@code origin}, if there is one, in a workspace with {@code files}. */
    Setup of(
            AgentStack stack,
            AgentDispatchRun run,
            Optional<Origin> origin,
            List<AgentFile> files,
            Map<String, String> secretFiles) {
        Optional<AgentToolProfile.Spec> profile = profile(stack, run);
        ToolScope tools = SubagentWork.tools(desk, run);
        return new Setup(
                stack.spec().model(),
                systemPrompt(stack.spec().prompt()),
                questions(stack.spec().approvalMode(), tools),
                origin,
                SubagentWork.sandbox(
                        desk, run, sandbox(profile, limits(run), stack.spec().approvalMode())),
                files,
                stack.spec().limits().turns(),
                secretFiles,
                Optional.empty(),
                tools.only());
    }

    private Optional<AgentToolProfile.Spec> profile(AgentStack stack, AgentDispatchRun run) {
        String name = stack.spec().toolProfileRef();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(desk.get(AgentToolProfile.class, run.metadata().namespace(), name)
                .map(AgentToolProfile::spec)
                .orElseThrow(() -> new LaunchRefusedException(
                        "ToolProfileMissing", "the tool profile '%s' is not there".formatted(name))));
    }

    private RunnerPool.Limits limits(AgentDispatchRun run) {
        return desk.get(RunnerPool.class, run.metadata().namespace(), run.spec().runnerPool())
                .map(pool -> pool.spec().limits())
                .orElseThrow(() -> new LaunchRefusedException(
                        "PoolMissing",
                        "runner pool '%s' is not there".formatted(run.spec().runnerPool())));
    }

    private static String systemPrompt(AgentStack.Prompt prompt) {
        return Stream.of(prompt.system(), prompt.developer())
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("\n\n"));
    }

    /** Whoever may use some tools only is asked about each, also where all that it may use is allowed. */
    private static Questions questions(ApprovalMode mode, ToolScope tools) {
        return switch (mode) {
            case DENY -> Questions.DENY;
            case AUTO -> tools.only().isEmpty() ? Questions.ALLOW : Questions.ASK;
            case PROMPT, POLICY -> Questions.ASK;
        };
    }

    /** What a profile forbids is kept from the agent by the sandbox, since the agent itself would not. */
    private static Sandbox sandbox(
            Optional<AgentToolProfile.Spec> profile, RunnerPool.Limits limits, ApprovalMode mode) {
        Sandbox.Files files =
                profile.map(spec -> files(spec.filesystemPolicy())).orElse(Sandbox.Files.WORKSPACE);
        boolean closed = profile.map(spec -> spec.networkPolicy().default_() == Verdict.DENY)
                .orElse(true);
        List<String> hosts =
                profile.map(spec -> spec.networkPolicy().allowHosts()).orElse(List.of());
        boolean letOff = mode == ApprovalMode.AUTO && profile.map(Setups::asks).orElse(false);
        boolean restricted = profile.isPresent() && (closed || files != Sandbox.Files.WORKSPACE);
        return new Sandbox(
                restricted || letOff,
                closed ? (hosts.isEmpty() ? Sandbox.Network.NONE : Sandbox.Network.HOSTS) : Sandbox.Network.ALL,
                hosts,
                files,
                limits.memoryBytes(),
                limits.processes(),
                limits.diskBytes());
    }

    private static Sandbox.Files files(FilesystemPolicy policy) {
        return switch (policy) {
            case NO_FS -> Sandbox.Files.NONE;
            case READ_ONLY -> Sandbox.Files.READ_ONLY;
            case REPO_WRITE, WORKSPACE_WRITE -> Sandbox.Files.WORKSPACE;
        };
    }

    /** Whether the profile wants people to be asked, or tools to be denied. */
    private static boolean asks(AgentToolProfile.Spec profile) {
        return profile.approvalPolicyByTool().values().stream().anyMatch(approval -> approval != ToolApproval.ALLOW);
    }
}
