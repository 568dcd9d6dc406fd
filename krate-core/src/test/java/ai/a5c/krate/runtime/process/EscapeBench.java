package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.LaunchRequest;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.junit.jupiter.api.io.TempDir;

/** A place to try to break out of: a workspace, something beside it, and agents that are small shell scripts. */
abstract class EscapeBench {

    private static final AtomicInteger KEYS = new AtomicInteger();

    @TempDir
    Path directory;

    final Set<Integer> ports = new HashSet<>();
    final Egress egress = new Egress(this::rules);
    Path workspace;
    Path outside;
    private Programs programs = new Programs(ProcessRuntime.DEFAULT_PATH);

    @BeforeEach
    void makeThePlaces() throws IOException {
        Optional<String> lack = new Bubblewrap(programs).lack();
        Assumptions.assumeTrue(lack.isEmpty(), () -> "no sandbox on this host: " + lack.orElse(""));
        workspace = Files.createDirectory(directory.resolve("workspace"));
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "canary-outside\n");
        Files.writeString(workspace.resolve("README.md"), "read me\n");
    }

    /**
     * Lets root's agents be kept by somebody else from now on, as on a host where the server is nobody special: what
     * starts supervisors gives them their files and becomes {@code nobody}.
     */
    void becomeNobody() throws IOException {
        boolean root = Command.status(List.of("/bin/sh", "-c", "[ $(id -u) = 0 ]"), path(), "") == 0;
        Assumptions.assumeTrue(root, "the other tries are an ordinary user's already");
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path setsid = Files.writeString(bin.resolve("setsid"), """
                #!/bin/sh
                [ "$(id -u)" = 0 ] || exec %1$s "$@"
                chown -Rh 65534:65534 '%2$s'
                exec setpriv --reuid 65534 --regid 65534 --clear-groups %1$s "$@"
                """.formatted(programs.agent("setsid"), directory));
        Files.setPosixFilePermissions(setsid, PosixFilePermissions.fromString("rwxr-xr-x"));
        programs = new Programs(bin + ":" + ProcessRuntime.DEFAULT_PATH);
        List<String> probe = List.of(
                "/bin/sh",
                "-c",
                "setpriv --reuid 65534 --regid 65534 --clear-groups bwrap --unshare-all --ro-bind / / true");
        Assumptions.assumeTrue(Command.status(probe, path(), "") == 0, "ordinary users can make no sandbox here");
    }

    private Map<String, String> path() {
        return Map.of("PATH", ProcessRuntime.DEFAULT_PATH + ":/usr/sbin:/sbin");
    }

    private boolean isNobody() {
        return programs.path().startsWith(directory.toString());
    }

    static String key() {
        return "escape-" + KEYS.incrementAndGet();
    }

    private EgressRules rules(List<String> hosts) {
        return new EgressRules(
                hosts,
                name -> new InetAddress[] {InetAddress.getByName(name.equals("inside.test") ? "10.0.0.1" : "127.0.0.1")
                },
                InetAddress::isLoopbackAddress,
                ports);
    }

    long await(Session session, long cursor, String word) {
        AtomicLong at = new AtomicLong(cursor);
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> runtime().events(session, at.get(), Duration.ofSeconds(1)).events().stream()
                        .peek(event -> at.set(event.cursor()))
                        .anyMatch(event -> event.text().equals(word)));
        return at.get();
    }

    ProcessRuntime runtime() {
        Containment containment = isNobody() ? Containment.USER_NAMESPACE : Supervisor.bestContainment(programs);
        return new ProcessRuntime(directory.resolve("sessions"), programs, containment, egress);
    }

    Session untrusted(String script) {
        return untrusted(List.of("sh", "-c", script), closed());
    }

    Session untrusted(List<String> command, Sandbox sandbox) {
        return runtime().launch(request(command, Map.of(), Trust.UNTRUSTED, sandbox));
    }

    Session trusted(String script) {
        return runtime().launch(request(List.of("sh", "-c", script), Map.of(), Trust.TRUSTED, closed()));
    }

    /** What a sandboxed script says on its standard output. */
    List<String> said(String script) {
        return hear(untrusted(script)).events().stream()
                .filter(event -> !event.details().containsKey("stream"))
                .map(AgentEvent::text)
                .toList();
    }

    Heard hear(Session session) {
        return AgentRuntimeContract.hear(runtime(), session, 0, Duration.ofSeconds(60));
    }

    static List<String> texts(Heard heard) {
        return heard.events().stream().map(AgentEvent::text).toList();
    }

    static Sandbox closed() {
        return Sandbox.CLOSED;
    }

    static Sandbox sandbox(Network network, Sandbox.Files files, long memory, int processes, long disk) {
        return new Sandbox(false, network, List.of(), files, memory, processes, disk);
    }

    LaunchRequest request(List<String> command, Map<String, String> environment, Trust trust, Sandbox sandbox) {
        return request(command, environment, trust, sandbox, Map.of());
    }

    LaunchRequest request(
            List<String> command,
            Map<String, String> environment,
            Trust trust,
            Sandbox sandbox,
            Map<String, String> secretFiles) {
        return new LaunchRequest(
                key(),
                "command",
                command,
                "",
                workspace,
                environment,
                trust,
                Bench.AMPLE,
                new Setup("", "", Questions.DENY, Optional.empty(), sandbox, List.of(), 0, secretFiles));
    }
}
