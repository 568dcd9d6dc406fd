package ai.a5c.krate.review;

import java.util.List;

/**
 * A role that the agent's identity is asked about.
 *
 * @param owners the capabilities that require it; empty if a binding of the stack names it and nothing requires it
 */
record RoleNeed(String role, List<String> owners, String field, List<String> chain, String group) {

    boolean isRequired() {
        return !owners.isEmpty();
    }
}
