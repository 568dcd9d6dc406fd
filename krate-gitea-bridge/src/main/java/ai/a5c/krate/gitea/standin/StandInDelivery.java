package ai.a5c.krate.gitea.standin;

/**
 * A call that the stand-in made, or lost.
 *
 * @param uuid of this call
 * @param event as {@code X-Gitea-Event} says
 * @param type as {@code X-Gitea-Event-Type} says
 * @param body as sent
 * @param status what was answered; 0 for no answer, or for a call that was never made
 */
public record StandInDelivery(long hook, String uuid, String event, String type, String body, int status) {}
