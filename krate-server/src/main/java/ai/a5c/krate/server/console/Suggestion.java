package ai.a5c.krate.server.console;

import ai.a5c.krate.digest.Digest;

/**
 * A resource that would mend a stack.
 *
 * @param title what it gives to whom
 * @param digest names the text, so that what was shown is what is applied
 */
public record Suggestion(String title, String yaml, String digest) {

    static Suggestion of(String title, String yaml) {
        return new Suggestion(title, yaml, digest(yaml));
    }

    static String digest(String yaml) {
        return Digest.of(yaml).hex();
    }
}
