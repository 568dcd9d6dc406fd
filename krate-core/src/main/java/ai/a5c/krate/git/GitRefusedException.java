package ai.a5c.krate.git;

/** Thrown when Git cannot do what was asked; the code is stable, the message names repository and reason, no credential. */
public final class GitRefusedException extends RuntimeException {

    private final String code;

    public GitRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** CamelCase and stable: {@code CommitNotFound}, {@code UrlNotAllowed}, {@code RemoteUnreachable}, {@code PatchDoesNotApply}. */
    public String code() {
        return code;
    }
}
