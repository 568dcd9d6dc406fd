package ai.a5c.krate.trigger;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.match.Mention;
import java.util.Optional;

/**
 * A rule that fits an event.
 *
 * @param ruleDigest of the rule's name and of what it matches; pausing or tuning the rule does not change it
 * @param dedupeKey rendered and at most 256 characters long; unique only together with organization and repository
 * @param prompt rendered; what came from the event is in it as it was written
 * @param command what follows the rule's mention in the event's text
 */
public record Match(
        AgentTriggerRule rule, Digest ruleDigest, String dedupeKey, String prompt, Optional<Mention.Command> command) {}
