package io.jenkins.plugins.krate.engine.remote;

import io.jenkins.plugins.krate.engine.DispatchOrder;
import io.jenkins.plugins.krate.standin.StandInServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** A stand-in for a server, and an engine that asks it. */
abstract class AtServer {

    static final String TOKEN = "krt_the-token-itself";
    static final DispatchOrder ORDER = new DispatchOrder(
            "jenkins-1",
            "mender",
            "ci-repair",
            "Mend the build.",
            "acme/app",
            "refs/heads/main",
            "",
            List.of("pom.xml"),
            List.of("style"),
            "pull-request/7",
            2.5);

    final StandInServer server = server();
    final RemoteEngine engine = engine(Duration.ofSeconds(20));

    private static StandInServer server() {
        try {
            return new StandInServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RemoteEngine engine(Duration patience) {
        ServerAddress address = ServerAddress.of(server.url());
        return new RemoteEngine(
                HttpClient.newHttpClient(),
                new ServerAccess(address, "acme", TOKEN, address, patience),
                Optional.of(new HookAccess("builds", "the hook's secret")));
    }

    @AfterEach
    void close() {
        server.close();
    }
}
