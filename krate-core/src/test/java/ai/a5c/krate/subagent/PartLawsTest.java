package ai.a5c.krate.subagent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentStack.SecretRequirement;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A subagent never has what the agent above it lacks, whatever its definition names and however deep it stands. */
class PartLawsTest {

    private static final int DEEPEST = 4;

    private static List<String> some(RandomGenerator random, String what) {
        return IntStream.range(0, 6)
                .filter(i -> random.nextBoolean())
                .mapToObj(i -> what + i)
                .toList();
    }

    private static Map<String, Object> document(String kind, String name, Map<String, Object> spec) {
        return Map.of(
                "apiVersion",
                "krate.a5c.ai/v1alpha1",
                "kind",
                kind,
                "metadata",
                Map.of("name", name, "namespace", "acme"),
                "spec",
                spec);
    }

    private static AgentStack stack(RandomGenerator random) {
        Map<String, Object> spec = new LinkedHashMap<>(Map.of(
                "baseAgent",
                "claude-code",
                "adapter",
                "claude",
                "runtimeIdentity",
                Map.of("serviceAccountRef", "agent"),
                "runnerPool",
                "pool" + random.nextInt(3),
                "toolProfileRef",
                "profile" + random.nextInt(3),
                "mcpServerRefs",
                some(random, "server"),
                "skillRefs",
                some(random, "skill"),
                "subagentRefs",
                some(random, "subagent")));
        List<Map<String, Object>> secrets = new ArrayList<>();
        for (String secret : some(random, "secret")) {
            String purpose = random.nextBoolean() ? "model-provider-token" : "tool-credential";
            secrets.add(Map.of("name", secret, "keys", some(random, "key"), "purpose", purpose));
        }
        spec.put("requiredSecrets", secrets);
        spec.put(
                "writeBackPolicy",
                Map.of(
                        "requireApproval", random.nextBoolean(),
                        "allowedTargets", some(random, "target"),
                        "autoAllow", some(random, "target")));
        spec.put("limits", Map.of("costUsd", random.nextInt(5), "tokens", random.nextInt(5_000)));
        return (AgentStack)
                ResourceCodec.read(KindRegistry.of(AgentStack.class), document("AgentStack", "fixer", spec));
    }

    private static AgentSubagent subagent(RandomGenerator random, int depth) {
        Map<String, Object> spec = Map.of(
                "rolePrompt", "You help.",
                "taskKinds", List.of("review"),
                "toolRefs", some(random, "Tool"),
                "mcpServerRefs", some(random, "server"),
                "skillRefs", some(random, "skill"),
                "subagentRefs", some(random, "subagent"));
        return (AgentSubagent) ResourceCodec.read(
                KindRegistry.of(AgentSubagent.class), document("AgentSubagent", "helper-" + depth, spec));
    }

    @Test
    void everythingThatASubagentHasTheAgentAboveHasToo() {
        Seeds.forAll(2_000, random -> {
            AgentStack above = stack(random);
            for (int depth = 0; depth < 1 + random.nextInt(DEEPEST); depth++) {
                AgentSubagent subagent = subagent(random, depth);
                AgentStack below = Part.of(above, subagent);
                AgentStack.Spec less = below.spec();
                AgentStack.Spec more = above.spec();
                assertThat(secrets(less)).isSubsetOf(secrets(more));
                assertThat(less.requiredSecrets()).allMatch(one -> one.purpose().equals("model-provider-token"));
                assertThat(more.mcpServerRefs()).containsAll(less.mcpServerRefs());
                assertThat(subagent.spec().mcpServerRefs()).containsAll(less.mcpServerRefs());
                assertThat(more.skillRefs()).containsAll(less.skillRefs());
                assertThat(subagent.spec().skillRefs()).containsAll(less.skillRefs());
                assertThat(less.writeBackPolicy().allowedTargets()).isEmpty();
                assertThat(less.writeBackPolicy().autoAllow()).isEmpty();
                assertThat(less.writeBackPolicy().requireApproval()).isTrue();
                assertThat(less)
                        .as("network, files, place and limits are those above")
                        .extracting(
                                AgentStack.Spec::toolProfileRef,
                                AgentStack.Spec::approvalMode,
                                AgentStack.Spec::runnerPool,
                                AgentStack.Spec::workspacePolicyRef,
                                AgentStack.Spec::secretPolicy,
                                AgentStack.Spec::limits,
                                AgentStack.Spec::runtimeIdentity,
                                AgentStack.Spec::permissionRefs)
                        .containsExactly(
                                more.toolProfileRef(),
                                more.approvalMode(),
                                more.runnerPool(),
                                more.workspacePolicyRef(),
                                more.secretPolicy(),
                                more.limits(),
                                more.runtimeIdentity(),
                                more.permissionRefs());
                above = below;
            }
        });
    }

    private static Set<String> secrets(AgentStack.Spec spec) {
        Set<String> keys = new HashSet<>();
        for (SecretRequirement secret : spec.requiredSecrets()) {
            secret.keys().forEach(key -> keys.add(secret.name() + "/" + key));
        }
        return keys;
    }

    @Test
    void aToolIsAllowedExactlyIfEverybodyInTheLineNamesIt() {
        Seeds.forAll(2_000, random -> {
            ToolScope scope = ToolScope.ALL;
            List<List<String>> line = new ArrayList<>();
            for (int depth = random.nextInt(DEEPEST); depth > 0; depth--) {
                line.add(some(random, "Tool"));
                scope = scope.narrowed(line.get(line.size() - 1));
            }
            for (String tool : List.of("Tool0", "Tool1", "Tool2", "Tool3", "Tool4", "Tool5", "Other", "")) {
                assertThat(scope.allows(tool)).isEqualTo(line.stream().allMatch(tools -> tools.contains(tool)));
            }
        });
        assertThat(ToolScope.ALL.narrowed(List.of()).allows("Read")).isFalse();
    }
}
