package ai.a5c.krate.dispatch;

/**
 * Where an attempt counts.
 *
 * @param repository unique within the organization
 * @param workItem unique within the repository
 * @param stack unique within the organization
 * @param pool unique among all
 */
public record Place(String organization, String repository, String workItem, String stack, String pool) {}
