package ai.a5c.krate.access;

import java.util.Set;

/**
 * Whether somebody may do one verb on one resource, in the words of a Kubernetes SubjectAccessReview.
 *
 * @param namespace where it would be done
 * @param places the only repository and runner pool that the work is about, as {@code repository/app}; empty when it is
 *     about the namespace as a whole. A cluster, which knows no such places, leaves them aside.
 */
public record AccessQuestion(NativeSubject subject, String namespace, ResourceVerb verb, Set<String> places) {

    public AccessQuestion {
        places = Set.copyOf(places);
    }

    /**
     * A verb on a resource.
     *
     * @param apiGroup empty for the core group
     * @param subresource empty for the resource itself
     * @param name of the object; empty for all of them
     */
    public record ResourceVerb(String verb, String apiGroup, String resource, String subresource, String name) {}
}
