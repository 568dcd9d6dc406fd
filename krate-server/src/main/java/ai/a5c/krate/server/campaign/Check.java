package ai.a5c.krate.server.campaign;

import java.util.List;

/** One page of the books: what of the evidence must be true, and what is not. */
@FunctionalInterface
interface Check {

    /** What is wrong; empty if nothing is. */
    List<Violation> of(Evidence evidence);
}
