package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** T05, T10: agents in a sandbox that reach for processes, what those hold, and what was left open for themselves. */
class ProcessEscapesIT extends EscapeBench {

    /** Attaches to each process that is named, with whatever call there is, and says which let it. */
    private static final String TRACE = """
            perl -e 'foreach (@ARGV) {
                next if $_ == $$;
                print "BROKEN attach $_\\n" if syscall(101, 16, $_, 0, 0) == 0;
                print "BROKEN seize $_\\n" if syscall(101, 0x4206, $_, 0, 0) == 0;
            } print "tried\\n"' %s
            """;

    @Test
    void itSeesNoOtherProcessAndNobodysEnvironment() {
        String canary = "canary-4711-" + ProcessHandle.current().pid();
        Session other = runtime()
                .launch(request(
                        List.of("sh", "-c", "echo up; exec sleep 600"),
                        Map.of("TOKEN", canary),
                        Trust.TRUSTED,
                        closed()));
        runtime().events(other, 0, Duration.ofSeconds(20));

        String look = "grep -l " + canary + " /proc/[0-9]*/environ; ls -d /proc/[0-9]* | wc -l";
        List<String> inside = said(look);

        assertThat(inside).hasSize(1);
        assertThat(Integer.parseInt(inside.get(0).strip())).isLessThan(10);
        assertThat(Bench.processes("environ", canary))
                .as("processes that have it")
                .isPositive();
        runtime().cancel(other, "enough");
    }

    @Test
    void itReachesNoProcessOfTheHost() {
        Session session = untrusted("kill -9 %d 2>/dev/null && echo BROKEN; kill -9 -1; echo survived"
                .formatted(ProcessHandle.current().pid()));

        Heard heard = hear(session);

        assertThat(texts(heard)).doesNotContain("BROKEN");
        assertThat(heard.end().outcome()).isIn(Outcome.SUCCEEDED, Outcome.FAILED);
    }

    @Test
    void itTracesNoProcessOfTheHostAndReadsNoneOfTheirMemory() {
        Session other = runtime()
                .launch(request(List.of("sh", "-c", "echo up; exec sleep 600"), Map.of(), Trust.TRUSTED, closed()));
        runtime().events(other, 0, Duration.ofSeconds(20));
        List<String> pids = Bench.withText("environ", "KRATE_SESSION=" + other.id()).stream()
                .map(String::valueOf)
                .toList();
        String server = String.valueOf(ProcessHandle.current().pid());
        assertThat(pids).isNotEmpty();

        List<String> said = said(TRACE.formatted(server + " " + String.join(" ", pids))
                + """
                for pid in %1$s %2$s; do
                    for file in environ mem maps cmdline root cwd fd; do
                        ls -d "/proc/$pid/$file" 2>/dev/null && [ "$pid" -gt 20 ] && echo "BROKEN $pid $file"
                    done
                done
                head -c 1 /proc/1/root/etc/shadow && echo BROKEN root
                ls /proc/1/root%3$s && echo BROKEN through 1
                ls -l /proc/1/fd | grep -F '%3$s' && echo BROKEN descriptors of 1
                echo done
                """.formatted(server, String.join(" ", pids), directory.resolve("outside")));

        assertThat(said).startsWith("tried").endsWith("done").doesNotContain("BROKEN");
        assertThat(said).noneMatch(line -> line.contains("BROKEN"));
        runtime().cancel(other, "enough");
    }

    @Test
    void nothingIsLeftOpenForItButItsOwnThreeStreams() throws IOException {
        String script = """
                ls -l /proc/self/fd | sed -n 's/.* \\([0-9]*\\) -> /\\1 /p' | grep -v ' /proc/'
                echo spoiled >/proc/self/fd/0
                chmod 777 /proc/self/fd/0; echo done
                """;

        assertThat(said(script)).allMatch(ProcessEscapesIT::isAStreamOfItsOwn);
        assertThat(texts(hear(trusted(script)))).allMatch(ProcessEscapesIT::isAStreamOfItsOwn);
        try (Stream<Path> sessions = Files.list(directory.resolve("sessions"))) {
            assertThat(sessions.map(session -> Bench.read(session.resolve("prompt"))))
                    .isNotEmpty()
                    .noneMatch(prompt -> prompt.contains("spoiled"));
        }
    }

    private static boolean isAStreamOfItsOwn(String line) {
        return line.matches("[012] (pipe:\\[\\d+]|.*/(in|out|err) \\(deleted\\))|done");
    }

    @Test
    void itSignalsNobodyAndHasNoTerminalToTypeInto() {
        String nap = Bench.nap();
        Session other = trusted("echo up; exec sleep " + nap);
        await(other, 0, "up");
        Bench.awaitProcesses("sleep\0" + nap, 1);
        String group = Bench.withText("cmdline", "sleep\0" + nap).get(0).toString();

        List<String> said = said("""
                for signal in 9 15 19; do
                    kill -$signal %1$s && echo BROKEN kill
                    kill -$signal -- -%1$s && echo BROKEN group
                    kill -$signal %2$d && echo BROKEN server
                done
                perl -e 'open(T, "+<", "/dev/tty") and print "BROKEN tty\\n";
                    foreach (0, 1, 2) { open(F, "+<&=", $_); ioctl(F, 0x5412, my $c = "x") and print "BROKEN $_\\n" }'
                ls -A /dev/pts | grep -v ptmx && echo BROKEN terminals
                ls -d /dev/tty[0-9]* /dev/console /dev/tty?[0-9]* && echo BROKEN consoles
                ps -o tty= -p $$ 2>/dev/null | grep -v '?' && echo BROKEN controlling
                echo done
                """.formatted(group, ProcessHandle.current().pid()));

        assertThat(said).containsExactly("done");
        assertThat(Bench.processes("cmdline", "sleep\0" + nap)).isEqualTo(1);
        runtime().cancel(other, "enough");
    }

    @Test
    void itReachesNoAbstractSocketOfTheHost() {
        String name = "krate-" + Bench.nap();
        Session other = trusted("""
                exec perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, pack_sockaddr_un("\\0%s"));
                    listen(S, 5); $| = 1; print "up\\n"; sleep 600'
                """.formatted(name));
        await(other, 0, "up");
        String call = """
                perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0);
                    print connect(S, pack_sockaddr_un("\\0%s")) ? "reached\\n" : "refused\\n"'
                """.formatted(name);

        assertThat(said(call)).containsExactly("refused");
        assertThat(texts(hear(trusted(call)))).as("without a sandbox").contains("reached");
        runtime().cancel(other, "enough");
    }

    @Test
    void itFindsNothingOfAnotherAttemptThatRunsBesideIt() throws IOException {
        Session other = runtime()
                .launch(request(
                        List.of("sh", "-c", "echo mine >\"$HOME/kept\"; echo up; exec sleep 600"),
                        Map.of("TOKEN", "canary-variable"),
                        Trust.UNTRUSTED,
                        closed(),
                        Map.of("KEY_FILE", "canary-file")));
        await(other, 0, "up");
        Path files = directory.resolve("sessions").resolve(other.id());
        assertThat(files.resolve("secrets/KEY_FILE")).hasContent("canary-file");

        List<String> said = said("""
                cat '%1$s/secrets/KEY_FILE' '%1$s/home/kept' '%1$s/prompt' && echo BROKEN read
                cat "$HOME/../../%2$s/secrets/KEY_FILE" && echo BROKEN above
                for place in '%1$s' '%1$s/home' '%1$s/tmp' '%1$s/inbox' "$HOME/.." "$HOME/../../x"; do
                    mkdir -p "$place" && echo planted >"$place/planted"
                    ln -s / "$place/link"
                done
                echo done
                """.formatted(files.toRealPath(), other.id()));

        assertThat(said).containsExactly("done");
        try (Stream<Path> all = Files.walk(directory.resolve("sessions"))) {
            assertThat(all).noneMatch(path -> path.endsWith("planted") || path.endsWith("link"));
        }
        runtime().cancel(other, "enough");
    }

    @Test
    void linksThatAnEarlierAttemptLeftLeadItNowhere() throws IOException {
        said("ln -s '%1$s' .git; ln -s '%1$s' out; ln -s /proc/1/root up; mkfifo pipe; echo done".formatted(outside));
        assertThat(workspace.resolve(".git")).isSymbolicLink();

        List<String> said = said("cat .git/secret out/secret; echo x >out/new && echo BROKEN; "
                + "cat up/%s/secret; echo y >.git/new && echo BROKEN; echo done".formatted(outside));

        assertThat(said).containsExactly("done");
        assertThat(outside).isDirectoryNotContaining("glob:**new");
    }
}
