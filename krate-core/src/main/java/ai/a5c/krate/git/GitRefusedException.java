package ai.a5c.krate.git;

/** Thrown when Git cannot do what was asked; the code is stable, the message names repository and reason, no credential. */
public final class GitRefusedException extends RuntimeException {

    private final String code;

    public GitRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    public GitRefusedException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /**
     * CamelCase and stable. May pass: {@code RemoteUnreachable}, {@code GitTimedOut}, {@code Interrupted}. Needs a person:
     * {@code UrlNotAllowed}, {@code NameNotAllowed}, {@code RefNotAllowed}, {@code TextNotAllowed},
     * {@code CredentialRefused}, {@code RemoteRedirected}, {@code RepositoryNotFound}, {@code NotFetched},
     * {@code CommitNotFound}, {@code WorktreeNotFound}, {@code PatchDoesNotApply}, {@code PatchTooLarge},
     * {@code RebaseNotPossible}, {@code ArchiveTooLarge}, {@code ArchiveDamaged}, {@code OutsideRoot}, {@code GitMissing},
     * {@code GitFailed}, {@code StorageFailed}.
     */
    public String code() {
        return code;
    }
}
