package io.jenkins.plugins.krate.engine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says which file systems SQLite cannot be trusted to: their locks or shared memory are not those of a local disk. */
final class NetworkMount {

    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "9p",
            "afs",
            "afpfs",
            "ncp",
            "ncpfs",
            "coda",
            "webdav",
            "davfs",
            "davfs2",
            "ceph",
            "glusterfs",
            "lustre",
            "gpfs",
            "beegfs",
            "gfs2",
            "ocfs2",
            "orangefs",
            "panfs",
            "vboxsf",
            "vmhgfs",
            "prl_fs",
            "virtiofs",
            "sshfs",
            "s3fs");

    /** File systems of the machine's own that are kept by a program. */
    private static final Set<String> LOCAL_PROGRAMS = Set.of("fuse.fuse-overlayfs", "fuse.ntfs", "fuse.ntfs-3g");

    private NetworkMount() {}

    /** Why a database may not lie in a file system of that type; empty if it may. */
    static Optional<String> refusal(String type, Path place) {
        String known = type.toLowerCase(Locale.ROOT);
        boolean program = known.startsWith("fuse.") && !LOCAL_PROGRAMS.contains(known);
        boolean share = place.toString().startsWith("\\\\");
        if (!NETWORK.contains(known) && !program && !share) {
            return Optional.empty();
        }
        return Optional.of(("%s is on a network mount (%s), where SQLite loses data: keep JENKINS_HOME on a local disk,"
                        + " or have a krate-server answer instead of an engine in this controller")
                .formatted(place, share ? "a Windows share" : type));
    }

    /** The same of the file system that {@code place} lies in, or would. */
    static Optional<String> refusal(Path place) throws IOException {
        Path there = place.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return refusal(Files.getFileStore(there.toRealPath()).type(), place);
    }
}
