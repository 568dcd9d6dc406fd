package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.ReceiveCommand;

/** Makes a mirror's refs those of the remote, as far as their names can be kept; a name is never used as a path unseen. */
final class RefMirroring {

    private static final Pattern MIRRORED = Pattern.compile("refs/(heads|tags)/.+|refs/pull/[0-9]+/head");

    private final Repository mirror;
    private final Remote remote;
    private final ProgressMonitor monitor;

    RefMirroring(Repository mirror, Remote remote, ProgressMonitor monitor) {
        this.mirror = mirror;
        this.remote = remote;
        this.monitor = monitor;
    }

    void follow(FetchConnection connection) throws IOException {
        Map<String, Ref> theirs = new TreeMap<>();
        for (Ref ref : connection.getRefs()) {
            if (isMirrored(ref.getName()) && ref.getObjectId() != null) {
                theirs.put(ref.getName(), ref);
            }
        }
        Map<String, Ref> ours = new TreeMap<>();
        for (Ref ref : mirror.getRefDatabase().getRefsByPrefix(Constants.R_REFS)) {
            if (isMirrored(ref.getName())) {
                ours.put(ref.getName(), ref);
            }
        }
        List<ReceiveCommand> changes = changes(ours, theirs);
        download(connection, changes, theirs);
        apply(changes.stream().filter(RefMirroring::isDeletion).toList());
        apply(changes.stream().filter(change -> !isDeletion(change)).toList());
        followHead(connection);
    }

    private static boolean isMirrored(String name) {
        return MIRRORED.matcher(name).matches() && RefNames.isKeepable(name);
    }

    private static boolean isDeletion(ReceiveCommand change) {
        return change.getType() == ReceiveCommand.Type.DELETE;
    }

    private static List<ReceiveCommand> changes(Map<String, Ref> ours, Map<String, Ref> theirs) {
        List<ReceiveCommand> changes = new ArrayList<>();
        ours.forEach((name, ref) -> {
            if (!theirs.containsKey(name)) {
                changes.add(new ReceiveCommand(id(ref), ObjectId.zeroId(), name));
            }
        });
        theirs.forEach((name, ref) -> {
            Ref old = ours.get(name);
            ObjectId oldId = old == null ? ObjectId.zeroId() : id(old);
            if (!oldId.equals(id(ref))) {
                changes.add(new ReceiveCommand(oldId, id(ref), name));
            }
        });
        return changes;
    }

    private static ObjectId id(Ref ref) {
        return ref.getObjectId() == null ? ObjectId.zeroId() : ref.getObjectId().copy();
    }

    private void download(FetchConnection connection, List<ReceiveCommand> changes, Map<String, Ref> theirs)
            throws IOException {
        Map<ObjectId, Ref> wanted = new LinkedHashMap<>();
        changes.stream()
                .filter(change -> !isDeletion(change))
                .forEach(change -> wanted.put(change.getNewId(), theirs.get(change.getRefName())));
        if (!wanted.isEmpty()) {
            connection.fetch(monitor, wanted.values(), Set.of());
        }
    }

    private void apply(List<ReceiveCommand> changes) throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        BatchRefUpdate update = mirror.getRefDatabase().newBatchUpdate();
        update.setAllowNonFastForwards(true).setAtomic(false).disableRefLog().addCommand(changes);
        try (RevWalk walk = new RevWalk(mirror)) {
            update.execute(walk, monitor);
        }
        List<String> failed = changes.stream()
                .filter(change -> change.getResult() != ReceiveCommand.Result.OK)
                .map(change -> Words.shown(change.getRefName()) + " (" + change.getResult() + ")")
                .toList();
        if (!failed.isEmpty()) {
            throw new GitRefusedException(
                    "StorageFailed",
                    "the mirror of '%s' cannot keep %d refs, such as %s"
                            .formatted(remote.name(), failed.size(), failed.get(0)));
        }
    }

    private void followHead(FetchConnection connection) throws IOException {
        Ref head = connection.getRef(Constants.HEAD);
        if (head == null || !head.isSymbolic()) {
            return;
        }
        String target = head.getTarget().getName();
        if (target.startsWith(Constants.R_HEADS) && isMirrored(target)) {
            mirror.getRefDatabase().newUpdate(Constants.HEAD, false).link(target);
        }
    }
}
