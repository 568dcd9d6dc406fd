package ai.a5c.krate.runtime.process;

import static ai.a5c.krate.runtime.process.Bench.AMPLE;
import static ai.a5c.krate.runtime.process.Bench.awaitProcesses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.LaunchRequest.Limits;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Agents that will not end, or not alone: all of them end, with all that they started. */
@ParameterizedClass(name = "{0}")
@MethodSource("containments")
class ProcessRuntimeIT {

    private final Containment containment;
    private final Bench bench;
    private final String nap = Bench.nap();

    ProcessRuntimeIT(Containment containment, @TempDir Path directory) {
        this.containment = containment;
        this.bench = new Bench(directory, containment);
    }

    static Stream<Containment> containments() {
        return Bench.containments();
    }

    @ParameterizedTest
    @CsvSource({
        "exit 3, FAILED, exited with status 3",
        "kill -9 $$, FAILED, killed by signal 9",
        "true, SUCCEEDED, exited with status 0"
    })
    void theEndSaysHow(String script, Outcome outcome, String message) {
        assertThat(bench.hear(bench.launch(script)).end()).isEqualTo(new End(outcome, message));
    }

    @Test
    void whatItForkedEndsWithIt() {
        Session session = bench.launch("for i in 1 2 3 4 5 6 7 8 9; do sleep " + nap + " & done; exit 0");

        assertThat(bench.hear(session).end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        awaitProcesses(nap, 0);
    }

    @Test
    void daemonsEndOnCancel() {
        Session session =
                bench.launch("(setsid nohup sh -c 'setsid sleep %s & sleep %s' >/dev/null 2>&1 &); echo up; sleep %s"
                        .formatted(nap, nap, nap));
        bench.runtime().events(session, 0, Duration.ofSeconds(10));

        bench.runtime().cancel(session, "enough");

        assertThat(bench.hear(session).end()).isEqualTo(new End(Outcome.CANCELLED, "cancelled: enough"));
        awaitProcesses(nap, 0);
    }

    /** A namespace holds what the mark cannot: this is what a host without namespaces gives up. */
    @Test
    void whoClearsItsEnvironmentEscapesTheMarkAlone() {
        Session session = bench.launch("env -i setsid sh -c 'touch escaped; exec sleep %s' >/dev/null 2>&1 &"
                .concat(" while [ ! -e escaped ]; do sleep 0.05; done; echo up")
                .formatted(nap));

        assertThat(bench.hear(session).end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        awaitProcesses("sleep\0" + nap, containment == Containment.MARK ? 1 : 0);
        Bench.killAll("sleep\0" + nap);
    }

    @Test
    void whoIgnoresTermIsKilled() {
        Session session = bench.launch("trap '' TERM INT HUP; echo up; while :; do sleep " + nap + "; done");
        bench.runtime().events(session, 0, Duration.ofSeconds(10));

        bench.runtime().cancel(session, "enough");

        assertThat(bench.hear(session).end().outcome()).isEqualTo(Outcome.CANCELLED);
        awaitProcesses(nap, 0);
    }

    @Test
    void aFloodIsCutOff() throws IOException {
        Session session = bench.launch(
                "echo " + nap + "; yes & yes >&2 & while :; do yes; done",
                new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1_048_576));

        assertThat(bench.hear(session).end()).isEqualTo(new End(Outcome.OUTPUT_LIMIT, "said more than 1048576 bytes"));
        long kept = Files.size(bench.files(session).output())
                + Files.size(bench.files(session).errors());
        assertThat(kept).isBetween(1_048_576L, 1_048_576L + 300_000);
        awaitProcesses(nap, 0);
    }

    @Test
    void whoHangsIsEndedByTheClock() {
        Session session = bench.launch(
                "(setsid sleep %s &); trap '' TERM; exec sleep %s".formatted(nap, nap),
                new Limits(Duration.ofSeconds(1), Duration.ofMinutes(1), 1_000));

        assertThat(bench.hear(session).end()).isEqualTo(new End(Outcome.TIMED_OUT, "ran longer than 1 s"));
        awaitProcesses(nap, 0);
    }

    @Test
    void whoFallsSilentIsEndedByTheIdleLimit() {
        Session session = bench.launch(
                "echo hello; exec sleep " + nap, new Limits(Duration.ofMinutes(1), Duration.ofSeconds(1), 1_000));

        Heard heard = bench.hear(session);

        assertThat(heard.events()).extracting(AgentEvent::text).containsExactly("hello");
        assertThat(heard.end()).isEqualTo(new End(Outcome.IDLE, "no output for 1 s"));
        awaitProcesses(nap, 0);
    }

    @Test
    void whoClosesItsOutputIsStillWatched() {
        Session session = bench.launch(
                "exec >&- 2>&-; exec sleep " + nap, new Limits(Duration.ofSeconds(1), Duration.ofMinutes(1), 1_000));

        assertThat(bench.hear(session).end().outcome()).isEqualTo(Outcome.TIMED_OUT);
        awaitProcesses(nap, 0);
    }

    @Test
    void withoutItsSupervisorItIsLostAndGone() {
        Session session = bench.launch("(setsid sleep %s &); echo up; exec sleep %s".formatted(nap, nap));
        bench.runtime().events(session, 0, Duration.ofSeconds(10));

        bench.files(session).supervisor().orElseThrow().kill();

        Heard heard = bench.hear(session);
        assertThat(heard.events()).extracting(AgentEvent::text).containsExactly("up");
        assertThat(heard.end()).isEqualTo(new End(Outcome.LOST, "its supervisor is gone and left no exit status"));
        awaitProcesses(nap, 0);
    }

    @Test
    void aSecondSupervisorStartsNothing() throws IOException {
        Session session = bench.launch("echo once >>starts; echo up; exec sleep " + nap);
        bench.runtime().events(session, 0, Duration.ofSeconds(10));

        bench.supervisor()
                .start(
                        bench.files(session),
                        new Supervisor.Job(
                                bench.workspace(),
                                AMPLE,
                                false,
                                0,
                                0,
                                "",
                                List.of("/bin/sh", "-c", "echo twice >>starts"),
                                Map.of("PATH", ProcessRuntime.DEFAULT_PATH)));
        awaitProcesses("echo twice", 0);
        bench.runtime().cancel(session, "enough");
        awaitProcesses(nap, 0);

        assertThat(bench.workspace().resolve("starts")).hasContent("once");
    }
}
