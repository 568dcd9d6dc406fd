package ai.a5c.krate.engine.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime;
import ai.a5c.krate.testkit.SmallestDocuments;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttachingTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private final InMemoryResourceStore store = new InMemoryResourceStore();

    @Test
    void aSessionThatGoesOnWithAnotherNamesIt() {
        AgentSession.Spec spec = attached("resume", "s-1", "process").spec();

        assertThat(spec.resumes()).isEqualTo("earlier");
        assertThat(spec.forkedFrom()).isEmpty();
        assertThat(spec.runtimeSessionId()).isEqualTo("r-2");
    }

    @Test
    void aForkNamesWhatItWasCopiedFrom() {
        AgentSession.Spec spec = attached("fork", "s-1", "process").spec();

        assertThat(spec.forkedFrom()).isEqualTo("earlier");
        assertThat(spec.resumes()).isEmpty();
    }

    @Test
    void aSessionOfAnotherIdIsNotTheOneThatGoesOn() {
        assertThat(attached("resume", "s-9", "process").spec().resumes()).isEmpty();
        assertThat(new AttachingTest().attached("resume", "", "process").spec().resumes())
                .isEmpty();
    }

    @Test
    void aSessionBehindAGatewayHasItsRunsId() {
        AgentSession.Status status = attached("initial", "", "agent-mux").status();

        assertThat(status.agentMuxRunId()).isEqualTo("r-2");
        assertThat(status.phase()).isEqualTo(AgentSession.SessionPhase.BOUND);
        assertThat(status.startedAt()).isEqualTo(NOW);
        assertThat(new AttachingTest()
                        .attached("initial", "", "process")
                        .status()
                        .agentMuxRunId())
                .isEmpty();
    }

    private AgentSession attached(String reason, String origin, String runtime) {
        return store.transact(transaction -> {
            Records records = new Records(transaction, NOW);
            records.create(document(AgentDispatchRun.class, "one", Map.of(), Map.of()));
            records.create(document(
                    AgentSession.class, "earlier", Map.of(), Map.of("agentSessionId", "s-1", "phase", "succeeded")));
            records.create(document(
                    AgentDispatchAttempt.class,
                    "two",
                    Map.of(
                            "attemptReason",
                            reason,
                            "number",
                            2,
                            "origin",
                            Map.of("attempt", "earlier", "agentSessionId", origin)),
                    Map.of("phase", "launching", "lease", Map.of("worker", "w", "token", 7))));
            Claim claim = new Claim("acme", "two", 7);
            Attaching.attached(records, claim, new Session("r-2"), new ScriptedRuntime(runtime, Set.of()), List.of());
            return records.need(AgentSession.class, "acme", "two");
        });
    }

    private static <R extends Resource> R document(
            Class<R> kind, String name, Map<String, Object> spec, Map<String, Object> status) {
        Map<String, Object> document = SmallestDocuments.of(KindRegistry.of(kind), "acme");
        Map<String, Object> whole = new LinkedHashMap<>();
        ((Map<?, ?>) document.getOrDefault("spec", Map.of()))
                .forEach((field, value) -> whole.put(String.valueOf(field), value));
        whole.putAll(spec);
        document.put("metadata", Map.of("name", name, "namespace", "acme"));
        document.put("spec", whole);
        document.put("status", status);
        return kind.cast(ResourceCodec.read(KindRegistry.of(kind), document));
    }
}
