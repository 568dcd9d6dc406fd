package ai.a5c.krate.server.kubernetes;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a request wants to do, in the words of Kubernetes. */
enum Verb {
    GET,
    LIST,
    WATCH,
    CREATE,
    UPDATE,
    PATCH,
    DELETE,
    DELETECOLLECTION;

    /** In lower case. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it changes something. */
    boolean writes() {
        return compareTo(WATCH) > 0;
    }

    static Optional<Verb> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
    }
}
