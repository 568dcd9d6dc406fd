package ai.a5c.krate.review;

import java.util.List;

/**
 * Something that is wrong with a stack whatever the work is.
 *
 * @param warns whether it never blocks
 */
record Flaw(ReasonCode code, boolean warns, String field, String message, List<String> chain, String group) {}
