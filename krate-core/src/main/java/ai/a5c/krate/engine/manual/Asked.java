package ai.a5c.krate.engine.manual;

import ai.a5c.krate.engine.Caller;

/**
 * A request, by whom and where.
 *
 * @param namespace of the caller's organization
 */
public record Asked(String namespace, DispatchRequest request, Caller caller) {}
