package ai.a5c.krate.writeback;

import java.util.Set;

/**
 * What the stack, the rule and the organization allow to be written.
 *
 * @param allowedTargets actions that may be written at all, such as {@code pr-comment}
 * @param requireApproval whether a person decides on each that is not in {@code autoAllow}
 * @param autoAllow actions for which nobody is asked, unless they carry a risk
 */
public record WriteBackPolicy(Set<String> allowedTargets, boolean requireApproval, Set<String> autoAllow) {

    public WriteBackPolicy {
        allowedTargets = Set.copyOf(allowedTargets);
        autoAllow = Set.copyOf(autoAllow);
    }

    /** Whether a person decides on {@code action}; a risk always needs one. */
    public boolean needsApproval(String action, Set<Risk> risks) {
        return !risks.isEmpty() || (requireApproval && !autoAllow.contains(action));
    }
}
