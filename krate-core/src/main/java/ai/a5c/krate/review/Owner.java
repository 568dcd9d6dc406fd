package ai.a5c.krate.review;

import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerKind;
import java.util.Comparator;

/** A capability that needs something. */
record Owner(OwnerKind kind, String name) implements Comparable<Owner> {

    private static final Comparator<Owner> ORDER =
            Comparator.comparing(Owner::kind).thenComparing(Owner::name);

    /** In one word: {@code mcp-server/github}. */
    String word() {
        return Requirement.owner(kind, name);
    }

    @Override
    public int compareTo(Owner other) {
        return ORDER.compare(this, other);
    }
}
