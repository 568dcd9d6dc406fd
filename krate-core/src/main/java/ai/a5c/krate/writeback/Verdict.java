package ai.a5c.krate.writeback;

import ai.a5c.krate.writeback.EffectBinding.Part;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether exactly this may be written now. */
public sealed interface Verdict {

    /** Write it. */
    record Allowed() implements Verdict {}

    /** Do not write it. */
    record Refused(ReasonCode code, String message, FixableBy fixableBy) implements Verdict {

        /** The same, naming what was found. */
        public Refused naming(String found) {
            return new Refused(code, "%s (%s)".formatted(message, found), fixableBy);
        }

        /** A refusal of {@code mutation}. */
        public static Refused because(ReasonCode code, Mutation mutation) {
            String message =
                    "%s on %s was not written: %s".formatted(mutation.action(), mutation.target(), code.message());
            return new Refused(code, message, code.fixableBy());
        }
    }

    /** Do not write it, and ask again: what was consented to is not what would happen. */
    record Superseded(Set<Part> moved) implements Verdict {
        public Superseded {
            moved = Set.copyOf(moved);
        }

        /** What people are told. */
        public String message() {
            return "not written: %s changed since it was allowed; ask again"
                    .formatted(new TreeSet<>(moved).stream().map(Part::inWords).collect(Collectors.joining(" and ")));
        }
    }
}
