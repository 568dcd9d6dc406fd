package ai.a5c.krate.server.console;

import java.util.Optional;

/**
 * Why a button is not there for this person.
 *
 * @param attempted what was meant to be done
 * @param resource on what, as {@code Kind/name}
 * @param identity as whom
 * @param missing what is missing
 * @param fix whether this person can mend it, and who else can
 * @param link where to mend it, or empty
 */
public record Disabled(String attempted, String resource, String identity, String missing, String fix, String link) {

    /** For people whose token may only read; null for the others. */
    static Optional<Disabled> ofReader(Visit visit, String attempted, String resource) {
        return visit.scope().access().write()
                ? Optional.empty()
                : Optional.of(new Disabled(
                        attempted,
                        resource,
                        visit.scope().access().name(),
                        "a token that may write",
                        "You cannot mend this yourself; an administrator can issue such a token.",
                        ""));
    }
}
