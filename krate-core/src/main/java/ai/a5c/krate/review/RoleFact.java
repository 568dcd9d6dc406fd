package ai.a5c.krate.review;

import java.util.Comparator;

/**
 * What a review may know of a role that a capability needs.
 *
 * @param role its name
 * @param exists whether the organization has it
 * @param answer whether the runtime identity has all of its rules
 * @param drifted whether what is native differs from what Krate's bindings say
 * @param detail why, for people
 */
public record RoleFact(String role, boolean exists, Answer answer, boolean drifted, String detail)
        implements Comparable<RoleFact> {

    private static final Comparator<RoleFact> ORDER = Comparator.comparing(RoleFact::role)
            .thenComparing(RoleFact::exists)
            .thenComparing(RoleFact::answer)
            .thenComparing(RoleFact::drifted)
            .thenComparing(RoleFact::detail);

    @Override
    public int compareTo(RoleFact other) {
        return ORDER.compare(this, other);
    }

    /** What native access says. */
    public enum Answer {
        ALLOWED,
        DENIED,
        /** It could not be asked; no answer means denied. */
        UNAVAILABLE
    }
}
