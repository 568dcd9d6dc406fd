package ai.a5c.krate.review;

import ai.a5c.krate.match.GlobSet;
import java.util.List;
import java.util.Optional;

/** Globs of a resource, compiled once; what cannot be read fits nothing for sure. */
final class Globs {

    private static final Globs EVERYTHING = new Globs(true, Optional.empty());

    private final boolean everything;
    private final Optional<GlobSet> set;

    private Globs(boolean everything, Optional<GlobSet> set) {
        this.everything = everything;
        this.set = set;
    }

    /** Globs of which none means everything. */
    static Globs of(List<String> include, List<String> exclude) {
        return include.isEmpty() && exclude.isEmpty() ? EVERYTHING : new Globs(false, compiled(include, exclude));
    }

    /** Globs of which none means nothing. */
    static Globs ofNamed(List<String> include) {
        return new Globs(false, include.isEmpty() ? Optional.empty() : compiled(include, List.of()));
    }

    private static Optional<GlobSet> compiled(List<String> include, List<String> exclude) {
        try {
            return Optional.of(GlobSet.of(include, exclude));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether {@code name} surely fits. */
    boolean matches(String name) {
        return everything || (set.isPresent() && set.get().matches(name));
    }

    /** Whether {@code name} fits, if there is one. */
    Fit fit(Optional<String> name) {
        if (everything) {
            return Fit.YES;
        }
        return set.isEmpty() || name.isEmpty() ? Fit.UNKNOWN : Fit.of(set.get().matches(name.get()));
    }
}
