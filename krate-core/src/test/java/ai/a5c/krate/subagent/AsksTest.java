package ai.a5c.krate.subagent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.subagent.Asks.Counts;
import ai.a5c.krate.subagent.Asks.Facts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AsksTest {

    private static final AgentSubagent REVIEWER = (AgentSubagent) ResourceCodec.read(
            KindRegistry.of(AgentSubagent.class), Documents.read("""
                    apiVersion: krate.a5c.ai/v1alpha1
                    kind: AgentSubagent
                    metadata: { name: reviewer, namespace: acme }
                    spec: { rolePrompt: You review., taskKinds: [review], maxParallelTasks: 2 }
                    """).get(0));
    private static final Ask ASK = new Ask("s-1", "reviewer", "review", "Look.", List.of());
    private static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    private static Facts facts(List<String> line, Counts counts, int slots) {
        return new Facts(false, line, Set.of("reviewer"), Optional.of(REVIEWER), counts, slots);
    }

    private static String code(Ask ask, Facts facts) {
        return Asks.refusal(ask, facts).map(Reason::code).orElse("");
    }

    @Test
    void whoeverAsksWithinEveryLimitIsNotRefused() {
        assertThat(Asks.refusal(ASK, facts(List.of(), NONE, 2))).isEmpty();
        assertThat(Asks.refusal(ASK, facts(List.of("a", "b"), new Counts(19, 49, 4, 1, 19), 4)))
                .isEmpty();
    }

    @Test
    void everyLimitRefusesAtItsNumber() {
        assertThat(code(ASK, facts(List.of("a", "b", "c"), NONE, 9))).isEqualTo("SubagentTooDeep");
        assertThat(code(ASK, facts(List.of("reviewer"), NONE, 9))).isEqualTo("SubagentCycle");
        assertThat(code(ASK, facts(List.of(), new Counts(20, 0, 0, 0, 0), 9))).isEqualTo("TooManySubagents");
        assertThat(code(ASK, facts(List.of(), new Counts(0, 50, 0, 0, 0), 9))).isEqualTo("TooManySubagents");
        assertThat(code(ASK, facts(List.of(), new Counts(0, 0, 5, 0, 0), 9))).isEqualTo("SubagentBusy");
        assertThat(code(ASK, facts(List.of(), new Counts(0, 0, 0, 2, 0), 9))).isEqualTo("SubagentBusy");
        assertThat(code(ASK, facts(List.of(), new Counts(0, 0, 0, 0, 20), 9))).isEqualTo("SubagentBusy");
        assertThat(code(ASK, facts(List.of(), NONE, 1))).isEqualTo("PoolTooSmall");
        assertThat(code(ASK, facts(List.of("a"), NONE, 2))).isEqualTo("PoolTooSmall");
    }

    @Test
    void onlyWhatTheStackNamesForTasksThatItTakesIsStartedByARunThatGoesOn() {
        assertThat(code(new Ask("1", "other", "review", "x", List.of()), facts(List.of(), NONE, 9)))
                .isEqualTo("SubagentNotAllowed");
        assertThat(code(new Ask("1", "reviewer", "release", "x", List.of()), facts(List.of(), NONE, 9)))
                .isEqualTo("TaskKindNotAllowed");
        assertThat(code(new Ask("1", "reviewer", "nonsense", "x", List.of()), facts(List.of(), NONE, 9)))
                .isEqualTo("TaskKindNotAllowed");
        assertThat(code(ASK, new Facts(true, List.of(), Set.of("reviewer"), Optional.of(REVIEWER), NONE, 9)))
                .isEqualTo("ParentOver");
        assertThat(code(ASK, new Facts(false, List.of(), Set.of("reviewer"), Optional.empty(), NONE, 9)))
                .isEqualTo("SubagentNotAllowed");
    }

    @Test
    void onlyALaneWhoseWorkIsAskedForIsARequest() {
        assertThat(Ask.of("x", Map.of("lane", "1", "laneState", "started"))).isEmpty();
        assertThat(Ask.of("x", Map.of("laneState", "requested"))).isEmpty();
        assertThat(Ask.of("x", Map.of("lane", "1", "laneState", "requested", "sources", "a\n\na\nb")))
                .contains(new Ask("1", "", "", "x", List.of("a", "b")));
    }
}
