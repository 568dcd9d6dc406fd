package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/** What a failed conversation means for the one who asked for it. */
enum RemoteFailure {
    CREDENTIAL_REFUSED("CredentialRefused", "wants another credential", "not authorized|Authentication is required"),
    FORBIDDEN("CredentialRefused", "does not let this credential do that", " not permitted on "),
    REDIRECTED("RemoteRedirected", "has moved; set the repository's URL to its new place", "Cannot redirect because"),
    TIMED_OUT("GitTimedOut", "takes too long", "cancelled|canceled"),
    NOT_FOUND("RepositoryNotFound", "is not there or not visible to this credential", " not found"),
    UNREACHABLE("RemoteUnreachable", "cannot be talked to", "");

    private final String code;
    private final String reason;
    private final String sign;

    RemoteFailure(String code, String reason, String sign) {
        this.code = code;
        this.reason = reason;
        this.sign = sign;
    }

    static GitRefusedException of(Remote remote, TransportException cause) {
        String said = Optional.ofNullable(cause.getMessage()).orElse("");
        RemoteFailure failure = cause instanceof NoRemoteRepositoryException ? NOT_FOUND : of(said);
        return new GitRefusedException(
                failure.code,
                "the remote of '%s' %s: %s"
                        .formatted(remote.name(), failure.reason, Words.shown(said, remote.credential())));
    }

    /** The branch's lock is held in the remote, by a push that goes on or by one that died. */
    static GitRefusedException locked(Remote remote, RemoteRefUpdate update) {
        return new GitRefusedException(
                "RemoteBusy",
                "the remote of '%s' has %s locked (%s); if no push is going on there, remove its .lock file"
                        .formatted(
                                remote.name(),
                                update.getRemoteName(),
                                Words.shown(
                                        Optional.ofNullable(update.getMessage()).orElse(""), remote.credential())));
    }

    private static RemoteFailure of(String said) {
        return Stream.of(values())
                .filter(failure -> Pattern.compile(failure.sign).matcher(said).find())
                .findFirst()
                .orElseThrow();
    }
}
