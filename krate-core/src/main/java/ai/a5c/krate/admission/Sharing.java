package ai.a5c.krate.admission;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one organization lets another refer to.
 *
 * @param source who shares
 * @param target with whom
 * @param until when it ends, or null if it does not end by itself
 */
public record Sharing(
        String source,
        String target,
        List<Shared> shared,
        @Nullable Instant until) {

    public Sharing {
        shared = List.copyOf(shared);
    }

    /** Resources of one kind that are shared, each by its exact name. */
    public record Shared(String kind, List<String> names) {

        public Shared {
            names = List.copyOf(names);
        }
    }

    /** A reference such as {@code globex/tools}: a resource of another organization. */
    public record Foreign(String organization, String name) {

        /** The two parts of a reference with exactly one slash; empty for all others. */
        public static Optional<Foreign> of(String reference) {
            int slash = reference.indexOf('/');
            return slash < 1 || slash == reference.length() - 1 || reference.indexOf('/', slash + 1) > 0
                    ? Optional.empty()
                    : Optional.of(new Foreign(reference.substring(0, slash), reference.substring(slash + 1)));
        }
    }

    /** Whether {@code organization} may refer to that resource at {@code now}. */
    public boolean admits(String organization, String kind, Foreign named, Instant now) {
        return source.equals(named.organization())
                && target.equals(organization)
                && (until == null || now.isBefore(until))
                && shared.stream()
                        .anyMatch(
                                each -> each.kind().equals(kind) && each.names().contains(named.name()));
    }
}
