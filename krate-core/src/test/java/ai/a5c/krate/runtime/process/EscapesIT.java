package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.runtime.Setup.Sandbox;
import ai.a5c.krate.runtime.Setup.Sandbox.Network;
import ai.a5c.krate.testkit.AgentRuntimeContract;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T05, T10: agents in a sandbox that try to get out, to see more, to take more, or to stay. */
class EscapesIT {

    private static final AtomicInteger KEYS = new AtomicInteger();

    @TempDir
    private Path directory;

    private final Set<Integer> ports = new HashSet<>();
    private final Egress egress = new Egress(this::rules);
    private Path workspace;
    private Path outside;

    @BeforeEach
    void makeThePlaces() throws IOException {
        Optional<String> lack = new Bubblewrap(new Programs(ProcessRuntime.DEFAULT_PATH)).lack();
        Assumptions.assumeTrue(lack.isEmpty(), () -> "no sandbox on this host: " + lack.orElse(""));
        workspace = Files.createDirectory(directory.resolve("workspace"));
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "canary-outside\n");
        Files.writeString(workspace.resolve("README.md"), "read me\n");
    }

    @Test
    void itReadsNothingOfTheHost() {
        Session other = trusted("echo mine >\"$HOME/kept\"");
        hear(other);

        List<String> said = said("""
                cat /etc/shadow '%1$s/secret' && echo BROKEN
                cat '%2$s'/*/prompt '%2$s'/*/output '%2$s'/*/home/kept && echo BROKEN
                cat "$HOME/../prompt" "$HOME/../supervisor" "$HOME/../environment" && echo BROKEN
                ls /root /home /var /srv /sys /run /boot && echo BROKEN
                ln -s '%1$s' link; cat link/secret && echo BROKEN
                cat README.md; ls -a /tmp
                """.formatted(outside, directory.resolve("sessions")));

        assertThat(said).contains("read me").doesNotContain("BROKEN", "mine", "canary-outside");
    }

    @Test
    void itWritesNothingButItsWorkspaceAndItsOwnHome() throws IOException {
        List<String> said = said("""
                for place in / /usr /usr/bin /etc /dev /proc /proc/sys/kernel /opt '%1$s'; do
                    touch "$place/krate-was-here" 2>/dev/null && echo "BROKEN $place"
                done
                ln -s '%1$s' link; echo x >link/new && echo BROKEN link
                mount -t tmpfs none /usr && echo BROKEN mount
                unshare -Ur true && echo BROKEN unshare
                touch '%2$s/krate-was-here' '%2$s/../krate-was-here' 2>/dev/null
                echo x >mine && echo x >"$HOME/mine" && echo x >"$TMPDIR/mine" && echo wrote
                """.formatted(outside, directory.resolve("sessions")));

        assertThat(said).containsExactly("wrote");
        assertThat(workspace.resolve("mine")).exists();
        assertThat(List.of(outside, directory, directory.resolve("sessions")))
                .noneMatch(place -> Files.exists(place.resolve("krate-was-here")));
    }

    @Test
    void whereGitFindsItsOwnIsNotItsToChange() throws IOException {
        Files.writeString(workspace.resolve(".git"), "gitdir: elsewhere\n");

        List<String> said = said("""
                echo 'gitdir: mine' >.git && echo BROKEN
                rm -f .git && echo BROKEN
                mv .git git && echo BROKEN
                echo tried
                """);

        assertThat(said).containsExactly("tried");
        assertThat(workspace.resolve(".git")).hasContent("gitdir: elsewhere\n");
    }

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
    void itReachesNoNetworkNotEvenTheHostsOwn() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String call = "bash -c 'exec 3<>/dev/tcp/127.0.0.1/%d' 2>/dev/null && echo reached; "
                            .formatted(server.getLocalPort())
                    + "bash -c 'exec 3<>/dev/tcp/1.1.1.1/53' 2>/dev/null && echo reached; echo tried";

            assertThat(said(call)).containsExactly("tried");
            assertThat(texts(hear(trusted(call)))).contains("reached");
        }
    }

    @Test
    void nothingOfItStays() {
        String nap = Bench.nap();

        Heard heard = hear(
                untrusted("(setsid sh -c 'env -i sleep %1$s & exec sleep %1$s' >/dev/null 2>&1 &); sleep 0.3; echo done"
                        .formatted(nap)));

        assertThat(texts(heard)).containsExactly("done");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        Bench.awaitProcesses(nap, 0);
    }

    @Test
    void itForksNoMoreThanItMay() {
        String nap = Bench.nap();

        Heard heard = hear(untrusted(
                List.of(
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt 400 ]; do sleep %s & i=$((i+1)); done; echo BROKEN; wait".formatted(nap)),
                sandbox(Network.NONE, Sandbox.Files.WORKSPACE, 0, 40, 0)));

        assertThat(heard.end().outcome()).isEqualTo(Outcome.FAILED);
        Bench.awaitProcesses(nap, 0);
    }

    @Test
    void itFillsNoDisk() {
        Sandbox small = sandbox(Network.NONE, Sandbox.Files.WORKSPACE, 0, 0, 3_000_000);

        Heard large = hear(untrusted(List.of("sh", "-c", "head -c 9000000 /dev/zero >large; ls -s large"), small));
        Heard many = hear(untrusted(
                List.of("sh", "-c", "i=0; while :; do head -c 500000 /dev/zero >many.$i; i=$((i+1)); sleep 0.05; done"),
                small));

        assertThat(workspace.resolve("large").toFile().length()).isLessThanOrEqualTo(3_000_000);
        assertThat(large.end().outcome()).isIn(Outcome.SUCCEEDED, Outcome.FAILED);
        assertThat(many.end().message()).isEqualTo("used more than 3000000 bytes on disk");
    }

    @Test
    void itFillsNoMemory() {
        Heard heard = hear(untrusted(
                List.of(
                        "sh",
                        "-c",
                        "head -c 300000000 /dev/zero | tail -n 1 | wc -c; head -c 900M /dev/zero >/dev/shm/x; stat -c %s /dev/shm/x"),
                sandbox(Network.NONE, Sandbox.Files.WORKSPACE, 60_000_000, 0, 0)));

        assertThat(texts(heard)).doesNotContain("300000000", "943718400");
    }

    @Test
    void aTriageProfileReadsOnlyOrNothing() {
        List<String> reader = texts(hear(untrusted(
                List.of("sh", "-c", "cat README.md; touch x || echo kept"),
                sandbox(Network.NONE, Sandbox.Files.READ_ONLY, 0, 0, 0))));
        List<String> blind = texts(hear(untrusted(
                List.of("sh", "-c", "cat README.md; pwd; ls -A"), sandbox(Network.NONE, Sandbox.Files.NONE, 0, 0, 0))));

        assertThat(reader).startsWith("read me", "kept");
        assertThat(blind).startsWith(workspace.toString()).doesNotContain("read me");
    }

    @Test
    void trustedWorkIsKeptInWhereItsProfileSaysSo() {
        Sandbox required = new Sandbox(true, Network.NONE, List.of(), Sandbox.Files.WORKSPACE, 0, 0, 0);

        Session session = runtime()
                .launch(request(
                        List.of("sh", "-c", "cat '%s/secret'; echo tried".formatted(outside)),
                        Map.of(),
                        Trust.TRUSTED,
                        required));

        assertThat(texts(hear(session))).startsWith("tried").doesNotContain("canary-outside");
        assertThat(runtime().capabilities()).contains(Capability.SANDBOX);
    }

    @Test
    void aSecretOfAFileIsThereForItAloneAndGoneAfterwards() throws IOException {
        Setup setup = new Setup(
                "", "", Questions.DENY, Optional.empty(), closed(), List.of(), 0, Map.of("KEY_FILE", "canary-file"));
        Session session = runtime()
                .launch(new LaunchRequest(
                        "escape-" + KEYS.incrementAndGet(),
                        "command",
                        List.of(
                                "sh",
                                "-c",
                                "stat -c %a \"$KEY_FILE\"; cat \"$KEY_FILE\"; echo; env | grep -c canary; echo x >\"$KEY_FILE\" || echo kept"),
                        "",
                        workspace,
                        Map.of(),
                        Trust.UNTRUSTED,
                        Bench.AMPLE,
                        setup));

        assertThat(texts(hear(session))).startsWith("600", "canary-file", "0", "kept");
        Path secrets = directory.resolve("sessions").resolve(session.id()).resolve("secrets");
        assertThat(secrets).doesNotExist();
    }

    @Test
    void allowedHostsAreReachedAndNoOther() throws IOException {
        try (HttpStandIn server = new HttpStandIn()) {
            ports.add(server.port());
            Heard heard = hear(untrusted(
                    List.of(
                            "bash",
                            "-c",
                            ask("good.test", server.port())
                                    + ask("bad.test", server.port())
                                    + ask("inside.test", server.port())),
                    new Sandbox(
                            false,
                            Network.HOSTS,
                            List.of("good.test", "inside.test"),
                            Sandbox.Files.WORKSPACE,
                            0,
                            0,
                            0)));

            assertThat(texts(heard).stream().filter(line -> line.startsWith("HTTP/1.1 ") || line.contains("hello")))
                    .containsExactly(
                            "HTTP/1.1 200 OK",
                            "hello from good.test:" + server.port(),
                            "HTTP/1.1 403 Forbidden",
                            "HTTP/1.1 403 Forbidden");
        }
    }

    @Test
    void withoutItsServerThereIsNoWayOutUntilTheNextOneLooks() throws IOException {
        try (HttpStandIn server = new HttpStandIn()) {
            ports.add(server.port());
            String loop = "while [ ! -e stop ]; do (" + ask("good.test", server.port())
                    + ") 2>/dev/null | grep -q hello && echo up || echo down; sleep 0.1; done";
            Session session = untrusted(
                    List.of("bash", "-c", loop),
                    new Sandbox(false, Network.HOSTS, List.of("good.test"), Sandbox.Files.WORKSPACE, 0, 0, 0));
            long up = await(session, 0, "up");
            egress.close(new SessionDirectory(
                    directory.resolve("sessions").toRealPath().resolve(session.id())));

            Path output = directory.resolve("sessions").resolve(session.id()).resolve("output");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> Files.readString(output).contains("down"));
            assertThat(await(session, Files.size(output), "up")).isGreaterThan(up);
            Files.createFile(workspace.resolve("stop"));
            assertThat(hear(session).end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    /** Lets an agent say what a host answers through the proxy, line by line. */
    private static String ask(String host, int port) {
        return "exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET http://%1$s:%2$d/ HTTP/1.1\\r\\nHost: evil\\r\\n\\r\\n' >&3; cat <&3; echo; "
                .formatted(host, port);
    }

    private EgressRules rules(List<String> hosts) {
        return new EgressRules(
                hosts,
                name -> new InetAddress[] {InetAddress.getByName(name.equals("inside.test") ? "10.0.0.1" : "127.0.0.1")
                },
                InetAddress::isLoopbackAddress,
                ports);
    }

    private long await(Session session, long cursor, String word) {
        AtomicLong at = new AtomicLong(cursor);
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> runtime().events(session, at.get(), Duration.ofSeconds(1)).events().stream()
                        .peek(event -> at.set(event.cursor()))
                        .anyMatch(event -> event.text().equals(word)));
        return at.get();
    }

    private ProcessRuntime runtime() {
        Programs programs = new Programs(ProcessRuntime.DEFAULT_PATH);
        return new ProcessRuntime(
                directory.resolve("sessions"), programs, Supervisor.bestContainment(programs), egress);
    }

    private Session untrusted(String script) {
        return untrusted(List.of("sh", "-c", script), closed());
    }

    private Session untrusted(List<String> command, Sandbox sandbox) {
        return runtime().launch(request(command, Map.of(), Trust.UNTRUSTED, sandbox));
    }

    private Session trusted(String script) {
        return runtime().launch(request(List.of("sh", "-c", script), Map.of(), Trust.TRUSTED, closed()));
    }

    private List<String> said(String script) {
        return hear(untrusted(script)).events().stream()
                .filter(event -> !event.details().containsKey("stream"))
                .map(AgentEvent::text)
                .toList();
    }

    private Heard hear(Session session) {
        return AgentRuntimeContract.hear(runtime(), session, 0, Duration.ofSeconds(60));
    }

    private static List<String> texts(Heard heard) {
        return heard.events().stream().map(AgentEvent::text).toList();
    }

    private static Sandbox closed() {
        return Sandbox.CLOSED;
    }

    private static Sandbox sandbox(Network network, Sandbox.Files files, long memory, int processes, long disk) {
        return new Sandbox(false, network, List.of(), files, memory, processes, disk);
    }

    private LaunchRequest request(List<String> command, Map<String, String> environment, Trust trust, Sandbox sandbox) {
        return new LaunchRequest(
                "escape-" + KEYS.incrementAndGet(),
                "command",
                command,
                "",
                workspace,
                environment,
                trust,
                Bench.AMPLE,
                new Setup("", "", Questions.DENY, Optional.empty(), sandbox, List.of(), 0));
    }
}
