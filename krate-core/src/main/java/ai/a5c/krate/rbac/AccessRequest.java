package ai.a5c.krate.rbac;

/**
 * One verb on one resource, in the words of a Kubernetes SubjectAccessReview.
 *
 * @param apiGroup empty for the core group
 * @param subresource empty for the resource itself
 * @param name of the object; empty where a request names none, as create, list and watch do
 */
public record AccessRequest(String verb, String apiGroup, String resource, String subresource, String name) {

    /** The resource as rules write it: {@code pods} or {@code pods/log}. */
    String path() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }
}
