package io.jenkins.plugins.krate.standin;

import hudson.model.ItemGroup;
import io.jenkins.plugins.krate.config.EngineConfiguration;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.remote.RemoteEngine;
import io.jenkins.plugins.krate.engine.remote.ServerAccess;
import io.jenkins.plugins.krate.engine.remote.ServerAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** The engine of tests: asks a {@link StandInServer}, and gives up waiting for an answer after two seconds. */
public final class StandInConfiguration extends EngineConfiguration {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String url;

    private StandInConfiguration(String url) {
        this.url = url;
    }

    /** Has the Jenkins of the test ask {@code server}. */
    public static void use(StandInServer server) {
        KrateGlobalConfiguration.get().setEngine(new StandInConfiguration(server.url()));
    }

    @Override
    public KrateEngine engine(ItemGroup<?> context) {
        ServerAddress address = ServerAddress.of(url);
        ServerAccess access = new ServerAccess(address, "acme", "krt_test", address, Duration.ofSeconds(2));
        return new RemoteEngine(CLIENT, access, Optional.empty());
    }
}
