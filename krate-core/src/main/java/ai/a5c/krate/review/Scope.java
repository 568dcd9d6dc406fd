package ai.a5c.krate.review;

import java.util.Set;
import java.util.TreeSet;

/** The servers and skills that an agent has, for the subagents below it. */
record Scope(Set<String> servers, Set<String> skills) {

    static Scope empty() {
        return new Scope(new TreeSet<>(), new TreeSet<>());
    }
}
