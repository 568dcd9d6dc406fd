package ai.a5c.krate.match;

import java.util.Collection;
import java.util.List;

/** What is included and what is not; exclude beats include, and no include means everything. */
public record GlobSet(List<Glob> include, List<Glob> exclude) {

    /** Everything. */
    public static final GlobSet EVERYTHING = new GlobSet(List.of(), List.of());

    public GlobSet {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /**
     * The set that these globs write.
     *
     * @throws IllegalArgumentException as in {@link Glob#of}
     */
    public static GlobSet of(Collection<String> include, Collection<String> exclude) {
        return new GlobSet(
                include.stream().map(Glob::of).toList(),
                exclude.stream().map(Glob::of).toList());
    }

    /** Whether {@code name} is in the set. */
    public boolean matches(String name) {
        return (include.isEmpty() || any(include, name)) && !any(exclude, name);
    }

    private static boolean any(List<Glob> globs, String name) {
        for (Glob glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }
}
