package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The conditions of workspace policies: whether what stacks and rules expect of the workspaces can ever happen in them. */
final class WorkspacePolicyObserver {

    private static final String PUSH = "branch-push";

    private final Inventory inventory;
    private final Instant now;

    WorkspacePolicyObserver(Inventory inventory, Instant now) {
        this.inventory = inventory;
        this.now = now;
    }

    Observation observe(AgentWorkspacePolicy policy) {
        List<AgentStack> stacks = inventory.all(AgentStack.class).stream()
                .filter(stack -> stack.spec()
                        .workspacePolicyRef()
                        .equals(policy.metadata().name()))
                .toList();
        Aspects aspects = new Aspects(policy, now);
        aspects.unless("FitsItsUses", "Possible", "NeverHappens", () -> contradiction(policy, stacks));
        aspects.ready();
        if (stacks.isEmpty()) {
            aspects.no("InUse", "NoStackNamesIt", "no stack's workspacePolicyRef names it");
        } else {
            aspects.yes("InUse", "StacksNameIt", "stacks: " + names(stacks));
        }
        return aspects.observation();
    }

    private static String names(List<AgentStack> stacks) {
        return stacks.stream()
                .map(stack -> stack.metadata().name())
                .sorted()
                .limit(20)
                .collect(Collectors.joining(", "));
    }

    /** Without a checkout there is nothing to push and nothing to rebase. */
    private Optional<String> contradiction(AgentWorkspacePolicy policy, List<AgentStack> stacks) {
        if (policy.spec().mode() != Mode.NONE) {
            return Optional.empty();
        }
        Stream<String> pushes = stacks.stream()
                .filter(stack -> stack.spec().writeBackPolicy().allowedTargets().contains(PUSH))
                .map(stack -> "stack '%s' may write back '%s', but in mode none there is no change to push"
                        .formatted(stack.metadata().name(), PUSH));
        Stream<String> gates = inventory.all(AgentTriggerRule.class).stream()
                .filter(rule -> rule.spec().approvalPolicy().requireFor().contains(Gate.REBASE))
                .filter(rule -> stacks.stream()
                        .anyMatch(stack ->
                                stack.metadata().name().equals(rule.spec().agentStack())))
                .map(rule -> "rule '%s' has the gate 'rebase', but in mode none there is nothing to rebase"
                        .formatted(rule.metadata().name()));
        List<String> all =
                Stream.concat(pushes.sorted(), gates.sorted()).limit(10).toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", all) + "; take it out there, or name another mode");
    }
}
