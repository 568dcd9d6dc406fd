package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.kind.execution.AgentSession.SessionPhase;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.transcript.Window;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {

    @TempDir
    private Path root;

    private final InMemoryResourceStore store = new InMemoryResourceStore();

    @Test
    void whatWasSaidIsSealedWhenTheAttemptIsOver() {
        Scenario scenario = new Scenario(root);
        scenario.agents.next(Script.silent()
                .say(AgentEvent.Type.STARTED, "", Map.of("sessionId", "s-1", "model", "opus"))
                .say(AgentEvent.Type.MESSAGE, "the key is sk-model-9f8e7d6")
                .say(AgentEvent.Type.MESSAGE, "c5b4a39281706, I saw")
                .say(AgentEvent.Type.USAGE, "", Map.of("costUsd", "0.5", "tokens", "12"))
                .say(AgentEvent.Type.RESULT, "Mended.")
                .end(Outcome.SUCCEEDED, "exited with status 0"));
        Krate krate = scenario.krate(store);
        scenario.apply(krate);
        scenario.deliver(krate, "d-1");
        krate.drain();

        AgentSession session = Scenario.all(krate, AgentSession.class).get(0);
        assertThat(session.status().phase()).isEqualTo(SessionPhase.SUCCEEDED);
        assertThat(session.status().agentSessionId()).isEqualTo("s-1");
        assertThat(session.status().model()).isEqualTo("opus");
        assertThat(session.status().costUsd()).isEqualTo(0.5);
        assertThat(session.status().summary()).isEqualTo("Mended.");
        assertThat(session.status().startedAt()).isNotNull();
        assertThat(session.status().endedAt()).isNotNull();
        AgentArtifact sealed = Scenario.all(krate, AgentArtifact.class).stream()
                .filter(artifact -> artifact.spec().kind() == ArtifactKind.TRANSCRIPT)
                .findFirst()
                .orElseThrow();
        assertThat(session.status().transcript().artifact())
                .isEqualTo(sealed.metadata().name());
        assertThat(session.status().transcript().digest())
                .isEqualTo(sealed.spec().digest());
        String document = new String(
                scenario.blobs.get(new Digest(sealed.spec().digest())).orElseThrow(), StandardCharsets.UTF_8);
        Map<String, Object> tree = Json.readObject(document);
        assertThat(tree)
                .containsEntry("complete", true)
                .containsEntry("agentSessionId", "s-1")
                .containsEntry("run", session.spec().dispatchRun());
        assertThat(document)
                .contains("the key is [REDACTED:secret/model-provider/api-key]", "Mended.", "\"role\":\"result\"")
                .doesNotContain("9f8e7d6", "39281706");
    }

    @Test
    void aWindowIsReadWithoutTheRestOfALongStream() {
        int many = 100_000;
        String stream = Journal.stream("acme", "run-1");
        for (int start = 0; start < many; start += 1_000) {
            int from = start;
            store.transact(transaction -> {
                for (int i = from + 1; i <= from + 1_000; i++) {
                    transaction.append(
                            stream, new StreamEvent(i, Instant.EPOCH, "message", "{\"text\":\"no " + i + "\"}"));
                }
                return from;
            });
        }
        AtomicInteger read = new AtomicInteger();
        Transcripts transcripts = new Transcripts(counting(read));

        assertThat(texts(transcripts, Window.first(2))).containsExactly("no 1", "no 2");
        assertThat(texts(transcripts, Window.last(many, 2))).containsExactly("no 99999", "no 100000");
        assertThat(texts(transcripts, new Window(50_000, 2))).containsExactly("no 50001", "no 50002");
        assertThat(texts(transcripts, Window.before(50_000, 2))).containsExactly("no 49998", "no 49999");
        assertThat(texts(transcripts, Window.around(50_000, 3))).containsExactly("no 49999", "no 50000", "no 50001");
        assertThat(read).hasValue(11);
        Transcripts.Page page = transcripts.read("acme", "run-1", Window.last(many, 10));
        assertThat(page.hasEarlier()).isTrue();
        assertThat(page.hasLater()).isFalse();
        assertThat(transcripts
                        .read("acme", "none", Window.first(10))
                        .transcript()
                        .items())
                .isEmpty();
    }

    /** The store, which counts the events that are read. */
    private ResourceStore counting(AtomicInteger read) {
        return (ResourceStore) Proxy.newProxyInstance(
                SessionTest.class.getClassLoader(),
                new Class<?>[] {ResourceStore.class},
                (proxy, method, arguments) -> {
                    Object answer = method.invoke(store, arguments);
                    if (method.getName().equals("events") && answer instanceof List<?> events) {
                        read.addAndGet(events.size());
                    }
                    return answer;
                });
    }

    private static List<String> texts(Transcripts transcripts, Window window) {
        return transcripts.read("acme", "run-1", window).transcript().items().stream()
                .map(item -> item.text())
                .toList();
    }
}
