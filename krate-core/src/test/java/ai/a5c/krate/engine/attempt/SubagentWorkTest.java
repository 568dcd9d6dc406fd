package ai.a5c.krate.engine.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.agents.AgentSubagent.WorkspaceScope;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.Setup.Sandbox;
import ai.a5c.krate.subagent.ToolScope;
import ai.a5c.krate.testkit.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SubagentWorkTest {

    private static <T> T one(RandomGenerator random, T[] all) {
        return all[random.nextInt(all.length)];
    }

    private static Sandbox sandbox(RandomGenerator random) {
        return new Sandbox(
                random.nextBoolean(),
                one(random, Sandbox.Network.values()),
                List.of("host" + random.nextInt(3)),
                one(random, Sandbox.Files.values()),
                random.nextInt(5),
                random.nextInt(5),
                random.nextInt(5));
    }

    @Test
    void aSubagentReachesNoFileAndNoHostThatTheAgentAboveDoesNot() {
        Seeds.forAll(2_000, random -> {
            Sandbox above = sandbox(random);
            for (int depth = 0; depth < 4; depth++) {
                WorkspaceScope scope = one(random, WorkspaceScope.values());
                Sandbox below = SubagentWork.narrowed(scope, above);
                assertThat(below.files()).isLessThanOrEqualTo(above.files());
                assertThat(below.required() || !above.required()).isTrue();
                assertThat(below)
                        .extracting(
                                Sandbox::network,
                                Sandbox::hosts,
                                Sandbox::memoryBytes,
                                Sandbox::processes,
                                Sandbox::fileBytes)
                        .containsExactly(
                                above.network(),
                                above.hosts(),
                                above.memoryBytes(),
                                above.processes(),
                                above.fileBytes());
                if (scope == WorkspaceScope.NO_WORKSPACE) {
                    assertThat(below.files()).isEqualTo(Sandbox.Files.NONE);
                    assertThat(below.required()).isTrue();
                }
                above = below;
            }
        });
    }

    private static AgentEvent event(AgentEvent.Type type, String call, String tool, boolean failed) {
        return new AgentEvent(
                1, type, tool, Map.of(Detail.TOOL, tool, Detail.TOOL_CALL, call, "failed", String.valueOf(failed)));
    }

    private static AgentEvent call(String call, String tool) {
        return event(AgentEvent.Type.TOOL_CALL, call, tool, false);
    }

    private static AgentEvent result(String call, boolean failed) {
        return event(AgentEvent.Type.TOOL_RESULT, call, "", failed);
    }

    @Test
    void whereTheRuntimeAsksACallThatBroughtNothingIsForgiven() {
        ToolWatch watch = new ToolWatch(ToolScope.ALL.narrowed(List.of("Read")), true);
        assertThat(watch.heard(List.of(call("1", "Read"), result("1", false)))).isEmpty();
        assertThat(watch.heard(List.of(call("2", "Bash"), result("2", true)))).isEmpty();
        assertThat(watch.heard(List.of(call("3", "Bash")))).isEmpty();
        assertThat(watch.heard(List.of(result("3", false))))
                .contains(
                        new Stop(
                                "ToolNotAllowed",
                                "the subagent used the tool 'Bash', which it is not given; name it in the AgentSubagent's toolRefs or have it do without"));
        assertThat(watch.heard(List.of(call("", "Bash")))).isPresent();
    }

    @Test
    void whereItDoesNotAskTheCallItselfCounts() {
        ToolWatch watch = new ToolWatch(ToolScope.ALL.narrowed(List.of("Read")), false);
        assertThat(watch.heard(List.of(call("1", "Read"), result("1", false)))).isEmpty();
        assertThat(watch.heard(List.of(call("2", "Bash")))).map(Stop::code).contains("ToolNotAllowed");
        assertThat(new ToolWatch(ToolScope.ALL, false).heard(List.of(call("2", "Bash"))))
                .isEmpty();
        assertThat(ToolScope.ALL
                        .narrowed(List.of("Read", "Edit"))
                        .narrowed(List.of("Edit", "Bash"))
                        .only())
                .contains(Set.of("Edit"));
    }
}
