package ai.a5c.krate.store;

/**
 * A claimed outbox message.
 *
 * @param key names the thing to look at, never carries its state
 * @param claims how often it was claimed, this time included
 * @param id tells this message from an earlier or later one of the same topic and key
 * @param token tells this claim from every other one, and so fences off a worker that lost its claim
 */
public record Message(String topic, String key, int claims, long id, long token) {}
