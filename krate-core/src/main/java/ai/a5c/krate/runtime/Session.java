package ai.a5c.krate.runtime;

/**
 * A started agent.
 *
 * @param id what the runtime finds it by, also after a restart on the same host
 */
public record Session(String id) {}
