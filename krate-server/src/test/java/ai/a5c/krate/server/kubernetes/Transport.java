package ai.a5c.krate.server.kubernetes;

import java.util.List;

/** How a server under test listens. */
enum Transport {
    PLAIN,
    TLS;

    List<String> options() {
        return this == TLS ? List.of("--tls-self-signed") : List.of();
    }

    String scheme() {
        return this == TLS ? "https" : "http";
    }
}
