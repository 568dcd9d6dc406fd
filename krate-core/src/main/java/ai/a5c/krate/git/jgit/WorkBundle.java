package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.BundleWriter;
import org.eclipse.jgit.transport.PackParser;

/** The content of a worktree as a Git bundle: what its commit has and its base lacks. */
final class WorkBundle {

    private static final int LARGEST = 64 * 1024 * 1024;
    private static final String SIGNATURE = "# v2 git bundle\n";
    private static final String REF = "refs/krate/workspace";

    private WorkBundle() {}

    static byte[] of(Repository repository, String base, String commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            BundleWriter writer = new BundleWriter(repository);
            RevCommit assumed = walk.parseCommit(ObjectId.fromString(base));
            walk.parseBody(assumed);
            writer.assume(assumed);
            writer.include(REF, ObjectId.fromString(commit));
            Bounded bundle = new Bounded();
            writer.writeBundle(NullProgressMonitor.INSTANCE, bundle);
            return bundle.toByteArray();
        }
    }

    static String into(Repository repository, byte[] bundle) throws IOException {
        int end = indexOf(bundle, "\n\n") + 2;
        String head = new String(bundle, 0, Math.max(end, 0), StandardCharsets.UTF_8);
        String commit = head.lines()
                .filter(line -> line.endsWith(" " + REF))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElse("");
        if (end < 2 || !head.startsWith(SIGNATURE) || !RefNames.isObjectId(commit)) {
            throw damaged();
        }
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            PackParser parser = inserter.newPackParser(new ByteArrayInputStream(bundle, end, bundle.length - end));
            parser.setAllowThin(true);
            parser.setMaxObjectSizeLimit(LARGEST);
            parser.parse(NullProgressMonitor.INSTANCE);
            inserter.flush();
        } catch (IOException e) {
            throw new GitRefusedException(
                    "ArchiveDamaged", "the archive cannot be read: " + Words.shown(String.valueOf(e.getMessage())), e);
        }
        if (!repository.getObjectDatabase().has(ObjectId.fromString(commit))) {
            throw damaged();
        }
        return commit;
    }

    private static GitRefusedException damaged() {
        return new GitRefusedException("ArchiveDamaged", "the archive is no bundle of a workspace");
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    /** Bytes up to the largest archive. */
    private static final class Bounded extends ByteArrayOutputStream {

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (count + length > LARGEST) {
                throw new GitRefusedException(
                        "ArchiveTooLarge",
                        "the work in the workspace has more than %d bytes packed; write it back or discard it"
                                .formatted(LARGEST));
            }
            super.write(bytes, offset, length);
        }
    }
}
