package ai.a5c.krate.server.http;

import ai.a5c.krate.server.auth.Access;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The organization that documents are about to create. */
final class NewOrganization {

    private NewOrganization() {}

    /** The namespace of {@code slug} as an administrator's documents define it, if they do. */
    static Optional<String> namespace(List<Map<String, Object>> documents, String slug, Access access) {
        return access.administrator()
                ? documents.stream()
                        .filter(document -> "Organization".equals(document.get("kind")))
                        .map(document -> document.get("spec"))
                        .filter(Map.class::isInstance)
                        .map(spec -> (Map<?, ?>) spec)
                        .filter(spec -> slug.equals(spec.get("slug")))
                        .map(spec ->
                                String.valueOf(spec.get("namespaceName") == null ? slug : spec.get("namespaceName")))
                        .findFirst()
                : Optional.empty();
    }
}
