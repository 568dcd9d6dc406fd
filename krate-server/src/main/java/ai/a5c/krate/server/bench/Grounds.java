package ai.a5c.krate.server.bench;

import ai.a5c.krate.server.RunningServer;
import ai.a5c.krate.server.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A server over an empty database in a temporary directory, with one organization; gone when closed. */
final class Grounds implements AutoCloseable {

    static final String NAMESPACE = "krate-bench";
    static final String POOLS = "/apis/krate.a5c.ai/v1alpha1/namespaces/krate-bench/runnerpools";

    private final Path directory;
    private final RunningServer server;
    private final Requests requests;

    private final String token;

    private Grounds(Path directory, RunningServer server) {
        this.directory = directory;
        this.server = server;
        this.token = server.firstToken().orElseThrow();
        this.requests = new Requests(server.url(), token);
    }

    static Grounds open() {
        try {
            Path directory = Files.createTempDirectory("krate-bench-");
            Settings settings = new Settings(
                    directory.resolve("data"),
                    "127.0.0.1",
                    0,
                    new Settings.Transport.Plain(),
                    Optional.empty(),
                    List.of("https"),
                    "text");
            Grounds grounds = new Grounds(directory, RunningServer.start(settings));
            grounds.settle();
            return grounds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void settle() {
        String system = "/apis/krate.a5c.ai/v1alpha1/namespaces/krate-system/";
        requests.post(
                system + "organizations",
                document("Organization", "bench", Map.of("slug", "bench", "namespaceName", NAMESPACE)));
        requests.post(
                system + "orgnamespacebindings",
                document("OrgNamespaceBinding", "bench", Map.of("organizationRef", "bench", "namespace", NAMESPACE)));
    }

    static Map<String, Object> pool(String name, int replicas) {
        return document("RunnerPool", name, Map.of("maxReplicas", replicas));
    }

    private static Map<String, Object> document(String kind, String name, Map<String, Object> spec) {
        return Map.of(
                "apiVersion", "krate.a5c.ai/v1alpha1", "kind", kind, "metadata", Map.of("name", name), "spec", spec);
    }

    Requests requests() {
        return requests;
    }

    String token() {
        return token;
    }

    RunningServer server() {
        return server;
    }

    /** A file that is gone with everything else. */
    Path file(String name) {
        return directory.resolve(name);
    }

    @Override
    public void close() {
        server.close();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
