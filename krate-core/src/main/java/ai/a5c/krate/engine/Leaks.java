package ai.a5c.krate.engine;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Finds secrets in what is about to leave: values that resources of the organization name, and whatever looks like one. */
public final class Leaks {

    private final Confidential confidential;

    public Leaks(Desk desk) {
        this.confidential = new Confidential(desk);
    }

    /** What secrets {@code texts} carry, by the names that grants have for them, never by value; empty if none. */
    public Optional<String> in(String namespace, Collection<String> texts) {
        TreeSet<String> found = new TreeSet<>(confidential
                .redactor(namespace)
                .redact(String.join("\n\n", texts))
                .counts()
                .keySet());
        return found.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", found));
    }
}
