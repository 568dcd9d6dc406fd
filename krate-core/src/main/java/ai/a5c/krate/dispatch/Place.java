package ai.a5c.krate.dispatch;

import ai.a5c.krate.trust.Trust;

/**
 * Where an attempt counts.
 *
 * @param repository unique within the organization
 * @param workItem unique within the repository
 * @param stack unique within the organization
 * @param pool unique among all
 * @param trust how far its work is trusted
 */
public record Place(String organization, String repository, String workItem, String stack, String pool, Trust trust) {}
