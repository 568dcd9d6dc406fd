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
 * @param subagent whether it works for a run that is at work, in whose place in repository, stack and work item it counts
 */
public record Place(
        String organization,
        String repository,
        String workItem,
        String stack,
        String pool,
        Trust trust,
        boolean subagent) {

    /** The place of an attempt that works for no other run. */
    public Place(String organization, String repository, String workItem, String stack, String pool, Trust trust) {
        this(organization, repository, workItem, stack, pool, trust, false);
    }
}
