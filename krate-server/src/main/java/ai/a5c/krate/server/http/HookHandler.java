package ai.a5c.krate.server.http;

import java.util.Map;

/** Checks and stores a webhook call; the bridges stand behind it. */
@FunctionalInterface
public interface HookHandler {

    /**
     * The answer to one call; 401 also for an unknown organization or subscription.
     *
     * @param kind {@code gitea}
     * @param headers names in lower case
     * @param body exactly as it arrived
     */
    HookAnswer handle(String kind, String organization, String subscription, Map<String, String> headers, byte[] body);
}
