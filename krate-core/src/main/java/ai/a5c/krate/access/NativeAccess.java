package ai.a5c.krate.access;

import java.util.List;

/** Knows what native identities may do: a cluster's SubjectAccessReview, or the roles and bindings that Krate keeps. */
@FunctionalInterface
public interface NativeAccess {

    /**
     * One answer a question, in the same order.
     *
     * <p>Whoever cannot answer says {@link AccessAnswer.Verdict#UNAVAILABLE} and does not throw; what that means is the
     * asker's affair.
     */
    List<AccessAnswer> review(List<AccessQuestion> questions);
}
