package ai.a5c.krate.engine.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Ports;
import ai.a5c.krate.engine.Transcripts;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.LeaseStatus;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.kind.execution.AgentSession.LaneNote;
import ai.a5c.krate.kind.execution.AgentSession.SessionPhase;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.redact.KnownSecret;
import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.FakeRepositories;
import ai.a5c.krate.testkit.MemorySecrets;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.testkit.SmallestDocuments;
import ai.a5c.krate.transcript.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HearingTest {

    private static final String SECRET = "hunter2-Zq84TrLw9x";
    private static final Optional<End> DONE = Optional.of(new End(Outcome.SUCCEEDED, "exited with status 0"));
    private final Redactor redactor = Redactor.of(List.of(new KnownSecret("db", SECRET)));
    private final Claim claim = new Claim("acme", "one", 7);
    private InMemoryResourceStore store = new InMemoryResourceStore();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private Desk desk = desk();

    @BeforeEach
    void begin() {
        store = new InMemoryResourceStore();
        desk = desk();
        desk.write(records -> {
            records.create(document(AgentDispatchRun.class));
            AgentDispatchAttempt attempt = document(AgentDispatchAttempt.class);
            records.create(attempt.with(attempt.status().leased(new LeaseStatus("w", 7, now))));
            return records.create(document(AgentSession.class));
        });
    }

    @Test
    void aSecretThatIsSplitOverTwoMessagesIsNeverStored() {
        for (int cut = 0; cut <= SECRET.length(); cut++) {
            for (AgentEvent.Type type : List.of(
                    AgentEvent.Type.MESSAGE,
                    AgentEvent.Type.PROGRESS,
                    AgentEvent.Type.OUTPUT,
                    AgentEvent.Type.TOOL_RESULT)) {
                begin();
                hear(
                        List.of(say(1, type, "it is " + SECRET.substring(0, cut))),
                        List.of(say(2, type, SECRET.substring(cut) + " I think")));

                assertThat(parts(cut < 4 ? cut : 0))
                        .as("%s cut at %d", type, cut)
                        .isTrue();
            }
        }
    }

    @Test
    void itIsNotStoredEitherIfTheWorkerDiesBetweenItsParts() {
        for (int cut = 1; cut < SECRET.length(); cut++) {
            begin();
            AgentEvent first = say(1, AgentEvent.Type.MESSAGE, "it is " + SECRET.substring(0, cut));
            AgentEvent second = say(2, AgentEvent.Type.MESSAGE, SECRET.substring(cut) + " I think");
            new Worker().hear(List.of(first), Optional.empty());
            Worker next = new Worker();
            next.hear(next.utterances.cursor() == 0 ? List.of(first, second) : List.of(second), DONE);

            assertThat(parts(cut < 4 ? cut : 0)).as("cut at %d", cut).isTrue();
        }
    }

    /** Whether of the secret nothing but its first {@code told} characters is stored. */
    private boolean parts(int told) {
        String all = text("");
        return !all.contains(SECRET.substring(told, Math.min(SECRET.length(), told + 4)))
                && !all.contains(SECRET.substring(SECRET.length() - 4))
                && all.endsWith(" I think")
                && all.contains("[REDACTED:secret/db]");
    }

    @Test
    void whatIsKeptBackIsStoredWhenSomethingElseIsSaidOrTimePassesOrTheAgentEnds() {
        Worker worker = new Worker();
        worker.hear(List.of(say(1, AgentEvent.Type.MESSAGE, "the word is hunter2")), Optional.empty());
        assertThat(texts()).isEmpty();
        assertThat(attempt().status().cursor()).isZero();

        worker.hear(List.of(say(2, AgentEvent.Type.TOOL_CALL, "ls")), Optional.empty());
        assertThat(texts()).containsExactly("the word is hunter2", "ls");

        worker.hear(List.of(say(3, AgentEvent.Type.MESSAGE, "hunter2")), Optional.empty());
        now = now.plusSeconds(1);
        worker.hear(List.of(), Optional.empty());
        assertThat(texts()).hasSize(2);
        now = now.plusSeconds(1);
        worker.hear(List.of(), Optional.empty());
        assertThat(texts()).hasSize(3);

        worker.hear(List.of(say(4, AgentEvent.Type.OUTPUT, "hunter2")), DONE);
        assertThat(texts()).containsExactly("the word is hunter2", "ls", "hunter2", "hunter2");
        assertThat(attempt().status().cursor()).isEqualTo(4);
    }

    @Test
    void lanesAreReadApart() {
        hear(List.of(
                say(1, AgentEvent.Type.MESSAGE, "it is hunter2-", "lane", "x"),
                say(2, AgentEvent.Type.MESSAGE, "hello "),
                say(3, AgentEvent.Type.MESSAGE, "Zq84TrLw9x", "lane", "x"),
                say(4, AgentEvent.Type.MESSAGE, "world")));

        assertThat(texts()).containsExactly("it is [REDACTED:secret/db]", "hello ", "", "world");
    }

    @Test
    void eachEventIsStoredOnceInOrderHoweverOftenTheWorkerDies() {
        Seeds.forAll(150, random -> {
            begin();
            List<AgentEvent> script = new ArrayList<>();
            List<String> words = List.of("I see ", "hunter2", "-Zq84", "TrLw9x", ". ", "the token=", "Ab3dE6gH9", "\n");
            List<AgentEvent.Type> types = List.of(
                    AgentEvent.Type.MESSAGE,
                    AgentEvent.Type.MESSAGE,
                    AgentEvent.Type.OUTPUT,
                    AgentEvent.Type.TOOL_CALL,
                    AgentEvent.Type.USAGE);
            for (int i = 1; i <= 25; i++) {
                String word = words.get(random.nextInt(words.size()));
                String lane = random.nextInt(4) == 0 ? "x" : "";
                script.add(say(i, types.get(random.nextInt(types.size())), word, "lane", lane, "number", "n" + i));
            }
            Worker worker = new Worker();
            long place = worker.utterances.cursor();
            while (place < script.size()) {
                int end = (int) Math.min(script.size(), place + 1 + random.nextInt(6));
                worker.hear(script.subList((int) place, end), end == script.size() ? DONE : Optional.empty());
                if (random.nextInt(3) == 0) {
                    worker = new Worker();
                }
                place = worker.utterances.cursor();
            }

            assertThat(entries())
                    .extracting(entry -> entry.details().get("number"))
                    .containsExactlyElementsOf(script.stream()
                            .map(event -> event.details().get("number"))
                            .toList());
            for (String channel : List.of("message", "output", "tool-call", "usage")) {
                for (String lane : List.of("", "x")) {
                    assertThat(redactor.redact(said(channel, lane)).counts()).doesNotContainKey("secret/db");
                    assertThat(said(channel, lane)).doesNotContain("2-Zq84TrLw9x");
                }
            }
        });
    }

    @Test
    void aSessionSaysWhatWasHeardOfIt() {
        hear(List.of(
                say(1, AgentEvent.Type.STARTED, "", "sessionId", "s-1", "model", "opus"),
                say(2, AgentEvent.Type.MESSAGE, "hello"),
                say(3, AgentEvent.Type.TOOL_CALL, "ls", "toolCall", "a"),
                say(4, AgentEvent.Type.LANE, "a reviewer", "lane", "x", "laneName", "reviewer", "laneState", "started"),
                say(5, AgentEvent.Type.TOOL_RESULT, "ok", "toolCall", "a"),
                say(6, AgentEvent.Type.USAGE, "", "costUsd", "0.25", "tokens", "100"),
                say(7, AgentEvent.Type.MESSAGE, "more"),
                say(8, AgentEvent.Type.USAGE, "", "costUsd", "0.5", "tokens", "50"),
                say(9, AgentEvent.Type.LANE, "", "lane", "x", "laneState", "succeeded"),
                say(10, AgentEvent.Type.GAP, "3 events are missing")));

        AgentSession.Status status = session().status();
        assertThat(status.agentSessionId()).isEqualTo("s-1");
        assertThat(status.model()).isEqualTo("opus");
        assertThat(status.turns()).isEqualTo(2);
        assertThat(status.costUsd()).isEqualTo(0.75);
        assertThat(status.tokens()).isEqualTo(150);
        assertThat(status.incomplete()).isTrue();
        assertThat(status.lanes()).containsExactly(new LaneNote("x", "reviewer", "succeeded"));
        assertThat(status.recentTurns())
                .extracting(turn ->
                        "%d from %d: %s, %d".formatted(turn.turn(), turn.firstEvent(), turn.costUsd(), turn.tokens()))
                .containsExactly("1 from 1: 0.25, 100", "2 from 7: 0.5, 50");
        assertThat(status.transcript().firstEvent()).isEqualTo(1);
        assertThat(attempt().status().progress().turns()).isEqualTo(2);
        assertThat(attempt().status().progress().incomplete()).isTrue();
        assertThat(attempt().status().progress().outputBytes()).isEqualTo(43);
    }

    @Test
    void aSessionThatAsksWaits() {
        Worker worker = new Worker();
        worker.hear(List.of(say(1, AgentEvent.Type.QUESTION, "may I?")), Optional.empty());
        assertThat(session().status().phase()).isEqualTo(SessionPhase.WAITING);
        worker.hear(List.of(say(2, AgentEvent.Type.TOOL_RESULT, "ok")), Optional.empty());
        assertThat(session().status().phase()).isEqualTo(SessionPhase.ACTIVE);
    }

    @Test
    void turnsGoOnWhereTheLastWorkerStopped() {
        new Worker()
                .hear(
                        List.of(say(1, AgentEvent.Type.MESSAGE, "a"), say(2, AgentEvent.Type.TOOL_RESULT, "b")),
                        Optional.empty());
        new Worker().hear(List.of(say(3, AgentEvent.Type.MESSAGE, "c"), say(4, AgentEvent.Type.MESSAGE, "d")), DONE);

        assertThat(entries()).extracting(Entry::turn).containsExactly(1, 1, 2, 2);
        assertThat(entries()).extracting(Entry::attempt).containsOnly(1);
    }

    @Test
    void halvesOfSurrogatePairsDoNotStopARun() {
        hear(List.of(say(1, AgentEvent.Type.MESSAGE, "a\ud83d", "x\udc00", "\udc00")));

        assertThat(texts()).containsExactly("a\ufffd");
    }

    @SafeVarargs
    private void hear(List<AgentEvent>... batches) {
        Worker worker = new Worker();
        for (int i = 0; i < batches.length; i++) {
            worker.hear(batches[i], i == batches.length - 1 ? DONE : Optional.empty());
        }
    }

    private static AgentEvent say(long cursor, AgentEvent.Type type, String text, String... details) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < details.length; i += 2) {
            map.put(details[i], details[i + 1]);
        }
        return new AgentEvent(cursor, type, text, map);
    }

    private List<Entry> entries() {
        List<StreamEvent> events = store.events(Journal.stream("acme", "one"), 0, 1_000);
        return events.stream().map(Transcripts::entry).toList();
    }

    private List<String> texts() {
        return entries().stream().map(Entry::text).toList();
    }

    private String said(String type, String lane) {
        StringBuilder all = new StringBuilder();
        entries().stream()
                .filter(entry -> entry.type().equals(type) && entry.lane().equals(lane))
                .forEach(entry -> all.append(entry.text()));
        return all.toString();
    }

    private String text(String lane) {
        StringBuilder all = new StringBuilder();
        entries().stream().filter(entry -> entry.lane().equals(lane)).forEach(entry -> all.append(entry.text()));
        return all.toString();
    }

    private AgentDispatchAttempt attempt() {
        return desk.get(AgentDispatchAttempt.class, "acme", "one").orElseThrow();
    }

    private AgentSession session() {
        return desk.get(AgentSession.class, "acme", "one").orElseThrow();
    }

    private static <R extends Resource> R document(Class<R> kind) {
        Map<String, Object> document = SmallestDocuments.of(KindRegistry.of(kind), "acme");
        document.put("metadata", Map.of("name", "one", "namespace", "acme"));
        return kind.cast(ResourceCodec.read(KindRegistry.of(kind), document));
    }

    private Desk desk() {
        return new Desk(new Ports(
                store,
                new InMemoryBlobStore(),
                new MemorySecrets(),
                new FakeRepositories(Path.of("unused")),
                List.of(),
                List.of(),
                List.of(),
                MacKey.of(new byte[32]),
                () -> now,
                KrateListener.NONE,
                "w"));
    }

    /** A worker that begins where the one before it stopped, knowing only what is stored. */
    private final class Worker {

        private final Hearing hearing = new Hearing(desk, Duration.ofMinutes(1));
        private final Utterances utterances = hearing.begin(claim, redactor);

        void hear(List<AgentEvent> events, Optional<End> end) {
            hearing.heard(claim, utterances, new Batch(events, end), redactor);
        }
    }
}
