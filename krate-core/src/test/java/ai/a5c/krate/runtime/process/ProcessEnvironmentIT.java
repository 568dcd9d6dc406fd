package ai.a5c.krate.runtime.process;

import static ai.a5c.krate.runtime.process.Bench.AMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent is given, what it cannot see, and what is left of it. */
class ProcessEnvironmentIT {

    private static final Set<String> BY_SHELLS = Set.of("PWD", "OLDPWD", "SHLVL", "_");

    private final Bench bench;

    ProcessEnvironmentIT(@TempDir Path directory) {
        this.bench = new Bench(directory, Bench.containments().findFirst().orElseThrow());
    }

    @Test
    void itsEnvironmentIsTheCleanSetAndWhatWasGranted() {
        Session session = launch(List.of("env"), Map.of("GRANTED", "yes"));

        Map<String, String> seen = bench.hear(session).events().stream()
                .map(event -> event.text().split("=", 2))
                .filter(pair -> !BY_SHELLS.contains(pair[0]))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

        Path own = bench.files(session).path().toAbsolutePath();
        assertThat(System.getenv())
                .as("the test's own environment, which must not be seen")
                .isNotEmpty();
        assertThat(seen)
                .isEqualTo(Map.of(
                        "PATH",
                        ProcessRuntime.DEFAULT_PATH,
                        "HOME",
                        own.resolve("home").toString(),
                        "TMPDIR",
                        own.resolve("tmp").toString(),
                        "LANG",
                        "C.UTF-8",
                        "TERM",
                        "dumb",
                        "KRATE_SESSION",
                        session.id(),
                        "GRANTED",
                        "yes"));
    }

    @Test
    void aGrantedSecretIsInNoCommandLineAndInNoFile() {
        String canary = "canary-4b1d-" + ProcessHandle.current().pid();
        Session session = launch(
                List.of("sh", "-c", "[ -n \"$TOKEN\" ] && echo granted; exec sleep 600"), Map.of("TOKEN", canary));

        assertThat(bench.runtime().events(session, 0, Duration.ofSeconds(10)).events())
                .extracting(AgentEvent::text)
                .containsExactly("granted");
        assertThat(Bench.processes("environ", canary)).isPositive();
        assertThat(Bench.processes("cmdline", canary)).isZero();
        assertThat(files(bench.root()))
                .isNotEmpty()
                .noneMatch(file -> Bench.read(file).contains(canary));
        bench.runtime().cancel(session, "enough");
    }

    @Test
    void itReadsThePromptAndWorksInTheWorkspaceWithNothingElseOpen() {
        Session session = launch(List.of("sh", "-c", "cat; echo; pwd; ls /proc/self/fd | wc -l; umask"), Map.of());

        assertThat(bench.hear(session).events())
                .extracting(AgentEvent::text)
                .containsExactly("the prompt", bench.workspace().toString(), "4", "0022");
    }

    @Test
    void argumentsArriveAsTheyAre() {
        List<String> names =
                List.of("a$(id)b", "`id`", "-oProxyCommand=x", "../x", "@{-1}", "a;b & c | d", "ü\n'\"\\ *");
        List<String> command =
                Stream.concat(Stream.of("printf", "[%s]"), names.stream()).toList();

        List<String> lines = bench.hear(launch(command, Map.of())).events().stream()
                .map(AgentEvent::text)
                .toList();

        assertThat(String.join("\n", lines)).isEqualTo(names.stream().collect(Collectors.joining("][", "[", "]")));
    }

    @Test
    void hostileOutputIsHarmless() {
        Session session = launch(
                List.of("printf", "\\377\\000\\033[31m\\r\\n{\"type\":\"message\",\"text\":\"\\\\u001b\"}\\n{"),
                Map.of());

        Heard heard = bench.hear(session);

        assertThat(heard.events())
                .extracting(AgentEvent::text)
                .containsExactly("\uFFFD\uFFFD\uFFFD[31m", "\uFFFD", "{");
    }

    @Test
    void standardErrorFollowsWhenItHasEnded() {
        Session session = launch(List.of("sh", "-c", "echo oops >&2; echo fine; exit 2"), Map.of());

        List<AgentEvent> events = bench.hear(session).events();

        assertThat(events).extracting(AgentEvent::text).containsExactly("fine", "oops");
        assertThat(events.get(1).details()).containsEntry("stream", "stderr");
        assertThat(events).extracting(AgentEvent::cursor).containsExactly(5L, 10L);
    }

    @Test
    void aLaunchThatCrashedHalfwayIsRepeated() {
        LaunchRequest request = bench.request(List.of("sh", "-c", "echo $GRANTED"), Map.of("GRANTED", "yes"), AMPLE);
        bench.runtime();
        SessionDirectory.of(bench.root(), request.launchKey()).create("command", "half");

        Heard heard = bench.hear(bench.runtime().launch(request));

        assertThat(heard.events()).extracting(AgentEvent::text).containsExactly("yes");
    }

    @Test
    void cancelledBeforeItsStartItNeverStarts() {
        LaunchRequest request = bench.request(List.of("echo", "never"), Map.of(), AMPLE);
        bench.runtime();
        SessionDirectory directory = SessionDirectory.of(bench.root(), request.launchKey());
        directory.create("command", "half");
        bench.runtime().cancel(directory.session(), "closed");

        Heard heard = bench.hear(bench.runtime().launch(request));

        assertThat(heard.events()).isEmpty();
        assertThat(heard.end().message()).isEqualTo("cancelled: closed");
    }

    @Test
    void anotherProcessUnderItsPidIsNotItsSupervisor() {
        Incarnation myself = new Incarnation(ProcessHandle.current().pid(), "1", "another-boot");

        assertThat(myself.alive()).isFalse();
    }

    @Test
    void sessionsAreForTheirOwnerAlone() throws IOException {
        Session session = launch(List.of("true"), Map.of());
        bench.hear(session);

        for (Path path : List.of(
                bench.root(), bench.files(session).path(), bench.files(session).home())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void forgettingFollowsNoLink() throws IOException {
        Path kept = Files.writeString(
                Files.createDirectory(bench.workspace().resolve("outside")).resolve("kept"), "x");
        Session session = launch(
                List.of(
                        "sh",
                        "-c",
                        "ln -s \"$PWD/outside\" \"$HOME/link\"; mkdir \"$HOME/shut\"; chmod 0 \"$HOME/shut\""),
                Map.of());
        bench.hear(session);

        bench.runtime().forget(session);

        assertThat(bench.files(session).path()).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void aRunningSessionIsNotForgotten() {
        Session session = launch(List.of("sleep", "600"), Map.of());

        bench.runtime().forget(session);

        assertThat(bench.files(session).path()).exists();
        bench.runtime().cancel(session, "enough");
        assertThat(bench.hear(session).end().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void aMissingToolIsNamedWithItsPackage() {
        ProcessRuntime poor = new ProcessRuntime(bench.root(), new Programs("/nonexistent"), Containment.MARK);

        assertRefused(
                () -> poor.launch(bench.request(List.of("true"), Map.of(), AMPLE)),
                "ToolMissing",
                "setsid is missing: install util-linux");
    }

    @Test
    void refusalsSayWhatToDo() {
        assertRefused(
                List.of("./run"),
                Map.of(),
                "CommandRefused",
                "the program './run' is relative, so the workspace could choose it: name it from the root");
        assertRefused(
                List.of("no-such-agent"),
                Map.of(),
                "AgentNotFound",
                "there is no program 'no-such-agent' in /usr/local/bin:/usr/bin:/bin: install it or correct the agent stack's command");
        assertRefused(List.of(), Map.of(), "CommandRefused", "the command is empty: name a program");
        assertRefused(List.of("echo", "a\0b"), Map.of(), "CommandRefused", "argument 1 holds a NUL character");
        assertRefused(
                List.of("true"),
                Map.of("HOME", "secret"),
                "EnvironmentRefused",
                "the environment variable HOME is set by the runtime: take it out of the grants");
        assertRefused(
                List.of("true"),
                Map.of("a b", "secret"),
                "EnvironmentRefused",
                "'a b' is no name of an environment variable; expected letters, digits and _");
    }

    @Test
    void anUnknownAdapterIsRefusedWithTheKnownOnes() {
        LaunchRequest request =
                new LaunchRequest("key", "cursor", List.of(), "", bench.workspace(), Map.of(), Trust.TRUSTED, AMPLE);

        assertRefused(
                () -> bench.runtime().launch(request),
                "AdapterUnknown",
                "this runtime has no adapter 'cursor'; it has: command, claude, codex, gemini, opencode");
    }

    private Session launch(List<String> command, Map<String, String> environment) {
        return bench.runtime().launch(bench.request(command, environment, AMPLE));
    }

    private void assertRefused(List<String> command, Map<String, String> environment, String code, String message) {
        assertRefused(() -> launch(command, environment), code, message);
    }

    private static void assertRefused(ThrowingCallable call, String code, String message) {
        assertThatExceptionOfType(LaunchRefusedException.class)
                .isThrownBy(call)
                .withMessage(message)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static List<Path> files(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
