package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.Repositories.PushOutcome;
import ai.a5c.krate.git.Repositories.Remote;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;

/** Conversations with remotes: bounded in time, redirected nowhere, in Git's smart protocol only. */
final class RemoteCalls {

    /** What JGit and Git say when a branch's lock file is there. */
    private static final Pattern LOCKED = Pattern.compile("(?i)\\block\\b|failed to update ref");

    private final RemoteUrls urls;
    private final Limits limits;

    RemoteCalls(RemoteUrls urls, Limits limits) {
        this.urls = urls;
        this.limits = limits;
    }

    /** Refuses a remote that must not be talked to. */
    void check(Remote remote) {
        urls.check(remote);
    }

    /** Makes the mirror's heads, tags and pull requests those of the remote. */
    void fetch(Repository mirror, Remote remote) throws IOException {
        converse(mirror, remote, transport -> {
            try (FetchConnection connection = smart(transport.openFetch())) {
                new RefMirroring(mirror, remote, new Deadline(limits.remote())).follow(connection);
            }
            return Optional.empty();
        });
    }

    Optional<String> head(Repository mirror, Remote remote, String ref) throws IOException {
        return converse(mirror, remote, transport -> {
            try (FetchConnection connection = smart(transport.openFetch(List.of(), ref))) {
                return Optional.ofNullable(connection.getRef(ref))
                        .map(Ref::getObjectId)
                        .map(ObjectId::name);
            }
        });
    }

    PushOutcome push(Repository mirror, Remote remote, RemoteRefUpdate update) throws IOException {
        RemoteRefUpdate done = converse(
                mirror,
                remote,
                transport -> transport
                        .push(new Deadline(limits.remote()), List.of(update))
                        .getRemoteUpdate(update.getRemoteName()));
        if (isLocked(done)) {
            throw RemoteFailure.locked(remote, done);
        }
        return switch (done.getStatus()) {
            case OK -> PushOutcome.PUSHED;
            case UP_TO_DATE -> PushOutcome.ALREADY_THERE;
            case REJECTED_REMOTE_CHANGED -> PushOutcome.LEASE_LOST;
            case NOT_ATTEMPTED, REJECTED_NONFASTFORWARD, REJECTED_NODELETE, REJECTED_OTHER_REASON, NON_EXISTING ->
                PushOutcome.REJECTED;
            case AWAITING_REPORT ->
                throw RemoteFailure.of(
                        remote, new TransportException("the remote did not say what became of the push"));
        };
    }

    /** Whether somebody else writes the branch just now, or died while doing so; it may pass. */
    private static boolean isLocked(RemoteRefUpdate done) {
        return done.getStatus() == RemoteRefUpdate.Status.REJECTED_OTHER_REASON
                && LOCKED.matcher(Optional.ofNullable(done.getMessage()).orElse(""))
                        .find();
    }

    private <T> T converse(Repository mirror, Remote remote, Conversation<T> conversation) throws IOException {
        try (Transport transport = Transport.open(mirror, urls.check(remote))) {
            transport.setTimeout((int) limits.silence().toSeconds());
            remote.credential().map(Credentials::provider).ifPresent(transport::setCredentialsProvider);
            return conversation.with(transport);
        } catch (TransportException e) {
            throw RemoteFailure.of(remote, e);
        } catch (IllegalArgumentException e) {
            throw RemoteFailure.of(remote, new TransportException("the remote's answer is malformed", e));
        }
    }

    /** The old protocol lets a server send us on to other places. */
    private static FetchConnection smart(FetchConnection connection) throws TransportException {
        if (connection instanceof BasePackFetchConnection) {
            return connection;
        }
        connection.close();
        throw new TransportException("the remote does not speak Git's smart protocol");
    }

    private interface Conversation<T> {
        T with(Transport transport) throws IOException;
    }
}
