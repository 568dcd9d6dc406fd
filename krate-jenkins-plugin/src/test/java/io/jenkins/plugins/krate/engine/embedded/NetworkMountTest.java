package io.jenkins.plugins.krate.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where SQLite loses data, and where it does not. */
class NetworkMountTest {

    private static final Path HOME = Path.of("/var/jenkins_home/krate");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nfs",
                "nfs4",
                "NFS4",
                "cifs",
                "smb3",
                "smbfs",
                "9p",
                "afs",
                "ceph",
                "glusterfs",
                "lustre",
                "gfs2",
                "vboxsf",
                "virtiofs",
                "fuse.sshfs",
                "fuse.glusterfs",
                "fuse.s3fs",
                "fuse.gcsfuse",
                "fuse.whatever-comes"
            })
    void aFileSystemOfOtherMachinesIsRefused(String type) {
        assertThat(NetworkMount.refusal(type, HOME))
                .contains(("/var/jenkins_home/krate is on a network mount (%s), where SQLite loses data: keep"
                                + " JENKINS_HOME on a local disk, or have a krate-server answer instead of an engine in"
                                + " this controller")
                        .formatted(type));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext4",
                "xfs",
                "btrfs",
                "zfs",
                "overlay",
                "tmpfs",
                "apfs",
                "hfs",
                "NTFS",
                "ReFS",
                "fuseblk",
                "fuse.fuse-overlayfs",
                "",
                "something-new"
            })
    void aFileSystemOfThisMachineIsTaken(String type) {
        assertThat(NetworkMount.refusal(type, HOME)).isEmpty();
    }

    @Test
    void aWindowsShareIsRefusedWhateverItsTypeIs() {
        assertThat(NetworkMount.refusal("NTFS", Path.of("\\\\server\\share\\jenkins"))
                        .orElseThrow())
                .startsWith("\\\\server\\share\\jenkins is on a network mount (a Windows share), ");
    }

    @Test
    void aPlaceThatIsNotThereYetIsJudgedByWhereItWouldBe(@TempDir Path directory) throws IOException {
        assertThat(NetworkMount.refusal(directory.resolve("krate/further/krate.db")))
                .isEqualTo(NetworkMount.refusal(directory));
    }
}
