package ai.a5c.krate.gitea;

/** Thrown when a repository's forge cannot be called as it is set up; the message says which setting, and no secret. */
final class ForgeSettingException extends RuntimeException {

    private final String reason;

    ForgeSettingException(String message) {
        super(message);
        this.reason = message;
    }

    String reason() {
        return reason;
    }
}
