package ai.a5c.krate.ownership;

/**
 * A field that an apply would change and that another manager owns.
 *
 * @param manager the name of the other manager
 * @param path such as {@code .spec.limits.wallClock} or {@code .spec.items[name="x"]}
 * @param message such as {@code conflict with "kubectl-edit" using krate.a5c.ai/v1alpha1}
 */
public record Conflict(String manager, String path, String message) {}
