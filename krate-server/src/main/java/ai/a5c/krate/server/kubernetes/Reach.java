package ai.a5c.krate.server.kubernetes;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The namespaces that a request is about.
 *
 * @param all every one there is, which only an administrator may ask for
 * @param some these, which may be none
 */
record Reach(boolean all, SortedSet<String> some) {

    static final Reach ALL = new Reach(true, new TreeSet<>());

    static Reach of(SortedSet<String> some) {
        return new Reach(false, some);
    }

    boolean covers(String namespace) {
        return all || some.contains(namespace);
    }
}
