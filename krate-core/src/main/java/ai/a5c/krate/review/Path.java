package ai.a5c.krate.review;

import ai.a5c.krate.kind.identity.SubjectKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A way from a stack to one of its capabilities.
 *
 * @param chain the way in words: {@code stack fix}, {@code skill deploy}
 * @param subjects what grants to capabilities may name on this way
 * @param group the first capability on the way that the stack may do without, or empty
 */
record Path(List<String> chain, Set<Named> subjects, String group) {

    static Path from(String stack) {
        return new Path(List.of("stack " + stack), Set.of(), "");
    }

    Path {
        chain = List.copyOf(chain);
        subjects = Set.copyOf(subjects);
    }

    /** One step further, to something that no grant names. */
    Path to(String label) {
        return new Path(chain(label), subjects, group);
    }

    /** One step further, to a capability that grants may name. */
    Path to(String label, SubjectKind kind, String name) {
        Set<Named> more = new HashSet<>(subjects);
        more.add(new Named(kind, name));
        return new Path(chain(label), more, group);
    }

    /** The same way, which {@code owner} can be cut off from unless it is cut off before. */
    Path optional(String owner) {
        return group.isEmpty() ? new Path(chain, subjects, owner) : this;
    }

    /** The same way for something that also goes by other names. */
    Path also(SubjectKind kind, Iterable<String> names) {
        Set<Named> more = new HashSet<>(subjects);
        names.forEach(name -> more.add(new Named(kind, name)));
        return new Path(chain, more, group);
    }

    /** The words of the way, and what it ends with. */
    List<String> chain(String... ends) {
        List<String> words = new ArrayList<>(chain);
        words.addAll(List.of(ends));
        return words;
    }

    /** A subject by kind and name. */
    record Named(SubjectKind kind, String name) {}
}
