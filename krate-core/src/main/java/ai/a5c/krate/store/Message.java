package ai.a5c.krate.store;

/**
 * A claimed outbox message.
 *
 * @param key names the thing to look at, never carries its state
 * @param claims how often it was claimed, this time included; grows, so it also fences
 */
public record Message(String topic, String key, int claims) {}
