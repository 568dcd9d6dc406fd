package ai.a5c.krate.registry;

/**
 * A field that names a resource of another kind.
 *
 * @param path such as {@code spec.runnerPool}; {@code []} follows each list, {@code {}} each map on the way, as in
 *     {@code spec.skillRefs[]}
 * @param kind the kind that is named
 */
public record Reference(String path, String kind) {}
