package io.jenkins.plugins.krate.config;

import hudson.ProxyConfiguration;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The HTTP client for the server, with the proxy of Jenkins; follows no redirects, which would carry the token elsewhere. */
final class ServerClient {

    /** After this long a change of the proxy is noticed. */
    private static final long OLDEST = Duration.ofMinutes(5).toNanos();

    private static @Nullable HttpClient client;
    private static long madeAt;

    private ServerClient() {}

    static synchronized HttpClient get() {
        long now = System.nanoTime();
        HttpClient known = client;
        if (known != null && now - madeAt < OLDEST) {
            return known;
        }
        HttpClient made = ProxyConfiguration.newHttpClientBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        client = made;
        madeAt = now;
        return made;
    }
}
