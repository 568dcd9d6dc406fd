package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.Repositories.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Tells what stands at the place that a walk through a tree has come to. */
final class TreeEntries {

    private static final int LONGEST_LINK = 4096;

    private TreeEntries() {}

    static TreeEntry read(Repository repository, TreeWalk tree) throws IOException {
        FileMode mode = tree.getFileMode(0);
        String path = tree.getPathString();
        String id = tree.getObjectId(0).name();
        if (mode.equals(FileMode.SYMLINK.getBits())) {
            ObjectLoader link = repository.open(tree.getObjectId(0), Constants.OBJ_BLOB);
            String target = link.getSize() > LONGEST_LINK ? "" : new String(link.getBytes(), StandardCharsets.UTF_8);
            return new TreeEntry(path, TreeEntry.Kind.LINK, target, id);
        }
        if (mode.equals(FileMode.GITLINK.getBits())) {
            return new TreeEntry(path, TreeEntry.Kind.SUBMODULE, "", id);
        }
        boolean executable = mode.equals(FileMode.EXECUTABLE_FILE.getBits());
        return new TreeEntry(path, executable ? TreeEntry.Kind.EXECUTABLE : TreeEntry.Kind.FILE, "", id);
    }
}
