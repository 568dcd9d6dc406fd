package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.Setup.Sandbox;
import ai.a5c.krate.runtime.Setup.Sandbox.Network;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The way out of sandboxes: for each session with allowed hosts a proxy in the server, and a bridge to it in the sandbox.
 * When the server is down there is no way out; the next one that looks at the session opens it again.
 */
final class Egress {

    /** Where programs in the sandbox find the proxy. */
    private static final String PLACE = "http://127.0.0.1:3128";

    private static final String PORT = "3128";
    private static final int LONGEST_SOCKET = 107;
    private static final String BRIDGE = LoopbackBridge.class.getName().replace('.', '/') + ".class";

    /** Starts the bridge, waits until it listens, and becomes the agent. */
    private static final String SCRIPT = """
            "$1" -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$2" "$3" "$4" "$5" "$6" </dev/null >/dev/null 2>&1 &
            while [ ! -e "$6" ]; do kill -0 $! 2>/dev/null || exit 125; sleep 0.05; done
            shift 6
            exec "$@\"""";

    private final Function<List<String>, EgressRules> rules;
    private final Map<SessionDirectory, EgressProxy> proxies = new ConcurrentHashMap<>();

    Egress() {
        this(EgressRules::of);
    }

    Egress(Function<List<String>, EgressRules> rules) {
        this.rules = rules;
    }

    /** Whether a sandbox has a way out; all of the network is every public host. */
    static boolean wanted(Sandbox sandbox) {
        return sandbox.network() != Network.NONE;
    }

    /** Variables by which programs find the proxy. */
    static Map<String, String> environment() {
        return Map.of(
                "HTTP_PROXY", PLACE,
                "HTTPS_PROXY", PLACE,
                "http_proxy", PLACE,
                "https_proxy", PLACE,
                "NO_PROXY", "localhost,127.0.0.1",
                "no_proxy", "localhost,127.0.0.1",
                "NODE_USE_ENV_PROXY", "1");
    }

    /** Opens the way out for a session that is about to start; refuses where that cannot be. */
    void prepare(SessionDirectory directory, Sandbox sandbox) {
        Path socket = directory.egress().resolve("proxy");
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
            throw new LaunchRefusedException(
                    "EgressUnavailable",
                    "the path of the data directory is too long for a Unix socket: move it to a shorter one");
        }
        if (!Files.isExecutable(java())) {
            throw new LaunchRefusedException(
                    "EgressUnavailable",
                    "the server's Java has no bin/java to start in the sandbox: install a whole JRE");
        }
        directory.allow(sandbox.network() == Network.ALL ? List.of("*") : sandbox.hosts());
        lay(directory.egress().resolve(BRIDGE));
        ensure(directory);
    }

    private static void lay(Path file) {
        try (InputStream bridge = Egress.class.getResourceAsStream("/" + BRIDGE)) {
            if (bridge == null) {
                throw new IllegalStateException("the bridge is missing beside " + Egress.class);
            }
            Files.createDirectories(file.getParent() == null ? file : file.getParent());
            Files.write(file, bridge.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lay the bridge out of the sandbox", e);
        }
    }

    /** Opens the way out of a session again after a restart of the server. */
    void ensure(SessionDirectory directory) {
        if (proxies.containsKey(directory)) {
            return;
        }
        directory.allowed().ifPresent(hosts -> proxies.computeIfAbsent(directory, key -> open(key, hosts)));
    }

    private EgressProxy open(SessionDirectory directory, List<String> hosts) {
        try {
            return EgressProxy.open(directory.egress().resolve("proxy"), rules.apply(hosts));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the way out of the sandbox", e);
        }
    }

    /** Closes the way out of a session that has ended. */
    void close(SessionDirectory directory) {
        Optional.ofNullable(proxies.remove(directory)).ifPresent(EgressProxy::close);
    }

    /** {@code command} behind the bridge, in a sandbox where the session's directory for it is shown. */
    static List<String> around(SessionDirectory directory, List<String> command) {
        List<String> call = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                SCRIPT,
                "egress",
                java().toString(),
                directory.egress().toString(),
                LoopbackBridge.class.getName(),
                directory.egress().resolve("proxy").toString(),
                PORT,
                directory.temporary().resolve(".egress").toString()));
        call.addAll(command);
        return call;
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
