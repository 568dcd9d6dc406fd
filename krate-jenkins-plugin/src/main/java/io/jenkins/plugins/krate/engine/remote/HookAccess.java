package io.jenkins.plugins.krate.engine.remote;

/**
 * With what a server is told of builds.
 *
 * @param subscription the name of the WebhookSubscription
 * @param secret that calls are signed with; never shown
 */
public record HookAccess(String subscription, String secret) {

    public HookAccess {
        if (!subscription.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")) {
            throw new IllegalArgumentException(
                    "the webhook subscription must be its name: lower-case letters, digits, - and .");
        }
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("the webhook's secret is empty; is the credential the right one?");
        }
    }

    @Override
    public String toString() {
        return "HookAccess[%s]".formatted(subscription);
    }
}
