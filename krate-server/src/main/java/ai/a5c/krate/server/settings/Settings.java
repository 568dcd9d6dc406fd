package ai.a5c.krate.server.settings;

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
 */
public record Settings(
        Path data,
        String bind,
        int port,
        Transport transport,
        Optional<Postgresql> database,
        List<String> gitSchemes,
        String log) {

    public Settings {
        gitSchemes = List.copyOf(gitSchemes);
    }

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
