package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.approval.ToolCallCheck.Policy;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.ToolApprovals;
import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.ToolApproval;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.match.Glob;
import java.util.List;
import java.util.Optional;

/** What the tool profile of an attempt's stack says of its agent's calls; without one every call is asked for. */
final class ToolRules {

    private final Desk desk;
    private final LaunchOrder order;

    ToolRules(Desk desk) {
        this.desk = desk;
        this.order = new LaunchOrder(desk);
    }

    /** What becomes of {@code call}; not to be asked for inside a transaction. */
    Rule of(AgentDispatchAttempt attempt, ToolApprovals.Call call) {
        Optional<AgentToolProfile.Spec> profile = desk.get(
                        AgentToolProfile.class, attempt.metadata().namespace(), order.toolProfile(attempt))
                .map(AgentToolProfile::spec);
        ToolApproval policy = profile.map(
                        spec -> spec.approvalPolicyByTool().getOrDefault(call.tool(), ToolApproval.ASK))
                .orElse(ToolApproval.ASK);
        boolean forbidden =
                profile.map(spec -> isForbidden(spec, command(call.input()))).orElse(false);
        boolean free = policy == ToolApproval.ASK && order.allowsWithoutAsking(attempt);
        return new Rule(
                Policy.valueOf(free ? ToolApproval.ALLOW.name() : policy.name()), forbidden, isOutside(attempt, call));
    }

    private boolean isOutside(AgentDispatchAttempt attempt, ToolApprovals.Call call) {
        return desk.get(
                        AgentDispatchRun.class,
                        attempt.metadata().namespace(),
                        attempt.spec().agentDispatchRun())
                .map(run -> !SubagentWork.tools(desk, run).allows(call.tool()))
                .orElse(true);
    }

    /**
     * What becomes of a call.
     *
     * @param forbidden whether its command is, whatever the policy
     * @param outside whether the agent is a subagent that is not given the tool, whatever the policy
     */
    record Rule(Policy policy, boolean forbidden, boolean outside) {}

    private static boolean isForbidden(AgentToolProfile.Spec profile, Optional<String> command) {
        return command.map(text -> matches(profile.deniedCommands(), text)
                        || (!profile.allowedCommands().isEmpty() && !matches(profile.allowedCommands(), text)))
                .orElse(false);
    }

    private static boolean matches(List<String> globs, String command) {
        return globs.stream().anyMatch(glob -> Glob.of(glob).matches(command));
    }

    private static Optional<String> command(String input) {
        try {
            return Json.readObject(input).get("command") instanceof String command
                    ? Optional.of(command)
                    : Optional.empty();
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }
}
