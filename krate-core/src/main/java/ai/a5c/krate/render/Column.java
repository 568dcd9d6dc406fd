package ai.a5c.krate.render;

/**
 * A column of a table of resources.
 *
 * @param path where the value stands, such as {@code .spec.runnerPool}
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean} or {@code date}
 * @param format {@code int64} or {@code double} for numbers, else empty
 * @param priority 0 for every table, 1 for wide ones only
 */
public record Column(String name, String path, String type, String format, String description, int priority) {}
