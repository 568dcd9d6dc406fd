package ai.a5c.krate.server.campaign;

/** Thrown when a campaign cannot be held here; says what is missing. */
final class CampaignException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CampaignException(String message) {
        super(message);
    }

    CampaignException(String message, Throwable cause) {
        super(message, cause);
    }
}
