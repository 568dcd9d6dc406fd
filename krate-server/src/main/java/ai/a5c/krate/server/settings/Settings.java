package ai.a5c.krate.server.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server is told at start.
 *
 * @param bind the address to listen at
 * @param port 0 for a free one
 * @param transport whether connections are encrypted, and as whom
 * @param database SQLite in the data directory unless given
 * @param gitSchemes URL schemes that repositories may be cloned by
 * @param log {@code text} or {@code json}
 * @param agentMux the gateway that agents of runtime {@code agent-mux} run behind, if there is one
 * @param publicUrl where people reach the console, for links in comments at forges; without it there are none
 */
public record Settings(
        Path data,
        String bind,
        int port,
        Transport transport,
        Optional<Postgresql> database,
        List<String> gitSchemes,
        String log,
        Optional<AgentMux> agentMux,
        Optional<URI> publicUrl) {

    /** Without a gateway for agents and without a public address. */
    public Settings(
            Path data,
            String bind,
            int port,
            Transport transport,
            Optional<Postgresql> database,
            List<String> gitSchemes,
            String log) {
        this(data, bind, port, transport, database, gitSchemes, log, Optional.empty(), Optional.empty());
    }

    public Settings {
        gitSchemes = List.copyOf(gitSchemes);
    }

    /**
     * An Agent Mux gateway.
     *
     * @param url its base address
     * @param namespace of the secret that holds Krate's token there, with its name and key
     */
    public record AgentMux(URI url, String namespace, String name, String key) {}

    /** How bytes travel. */
    public sealed interface Transport {

        /** As they are. */
        record Plain() implements Transport {}

        /** Over TLS, with the certificates and the key in two PEM files. */
        record Certificate(Path certificate, Path key) implements Transport {}

        /** Over TLS, with a certificate that the server makes for itself. */
        record SelfSigned() implements Transport {}
    }

    /**
     * A PostgreSQL database.
     *
     * @param url as {@code jdbc:postgresql://host/name}
     * @param passwordFile holds nothing but the password
     */
    public record Postgresql(String url, String user, Optional<Path> passwordFile) {

        /** Without what a URL might carry after a question mark. */
        @Override
        public String toString() {
            return "Postgresql[" + url.split("[?]", 2)[0] + "]";
        }
    }
}
