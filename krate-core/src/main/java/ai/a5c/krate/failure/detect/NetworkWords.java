package ai.a5c.krate.failure.detect;

import java.util.Locale;

/** Words by which programs say that a neighbour was not reached. */
final class NetworkWords {

    private static final String[] WORDS = {
        "could not resolve host",
        "name or service not known",
        "temporary failure in name resolution",
        "unknown host",
        "unknownhostexception",
        "connection timed out",
        "connect timed out",
        "connection refused",
        "connection reset",
        "network is unreachable",
        "no route to host",
        "tls handshake timeout",
        "i/o timeout",
        "read timed out",
        "enotfound",
        "etimedout",
        "econnreset",
        "econnrefused",
        "eai_again",
        "no such host",
        "could not connect to",
        "502 bad gateway",
        "503 service unavailable",
        "504 gateway",
        "service unavailable",
        "bad gateway",
        "read timeout",
        "failed to establish a new connection",
        "connect to ",
        "failed to connect",
        "socket hang up",
        "unexpected eof"
    };

    private NetworkWords() {}

    static boolean in(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String word : WORDS) {
            if (lower.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
