package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Worktrees.Merged;
import ai.a5c.krate.git.Worktrees.RebaseOrder;
import ai.a5c.krate.git.Worktrees.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.ContentMergeStrategy;
import org.eclipse.jgit.merge.MergeFormatter;
import org.eclipse.jgit.merge.MergeResult;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Moves work onto another base by a three-way merge of trees, in objects alone: no file is written, nothing is started. */
final class WorkRebase {

    private static final List<String> NAMES = List.of("base", "upstream", "workspace");

    private final Repository repository;

    WorkRebase(Repository repository) {
        this.repository = repository;
    }

    Merged of(RebaseOrder order, Optional<Side> side) throws IOException {
        ResolveMerger first = merger(order, strategy(side));
        if (merge(first, order)) {
            return new Merged(
                    WorkCommit.on(
                            repository, order.onto(), first.getResultTreeId().name()),
                    List.of());
        }
        List<String> conflicts = List.copyOf(new TreeSet<>(first.getUnmergedPaths()));
        ResolveMerger whole = merger(order, ContentMergeStrategy.THEIRS);
        if (!merge(whole, order)) {
            throw new GitRefusedException(
                    "RebaseNotPossible",
                    "directories and files collide at %d places, such as '%s'; rebase by hand"
                            .formatted(
                                    whole.getUnmergedPaths().size(),
                                    Words.shown(
                                            whole.getUnmergedPaths().isEmpty()
                                                    ? ""
                                                    : whole.getUnmergedPaths().get(0))));
        }
        Map<String, ObjectId> marked = marked(first.getMergeResults());
        String tree = edited(whole.getResultTreeId(), marked);
        return new Merged(WorkCommit.on(repository, order.onto(), tree), conflicts);
    }

    private static ContentMergeStrategy strategy(Optional<Side> side) {
        return side.map(one -> one == Side.WORK ? ContentMergeStrategy.THEIRS : ContentMergeStrategy.OURS)
                .orElse(ContentMergeStrategy.CONFLICT);
    }

    private ResolveMerger merger(RebaseOrder order, ContentMergeStrategy strategy) throws IOException {
        ResolveMerger merger = (ResolveMerger) MergeStrategy.RESOLVE.newMerger(repository, true);
        merger.setContentMergeStrategy(strategy);
        merger.setBase(tree(order.from()));
        return merger;
    }

    private static boolean merge(ResolveMerger merger, RebaseOrder order) throws IOException {
        return merger.merge(ObjectId.fromString(order.onto()), ObjectId.fromString(order.work()));
    }

    private ObjectId tree(String commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(ObjectId.fromString(commit)).getTree().copy();
        }
    }

    /** Files with their conflicts between markers. */
    private Map<String, ObjectId> marked(Map<String, MergeResult<? extends Sequence>> results) throws IOException {
        Map<String, ObjectId> marked = new TreeMap<>();
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            for (Map.Entry<String, MergeResult<? extends Sequence>> result : results.entrySet()) {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                format(text, result.getValue());
                if (text.size() > 0) {
                    marked.put(result.getKey(), inserter.insert(Constants.OBJ_BLOB, text.toByteArray()));
                }
            }
            inserter.flush();
        }
        return marked;
    }

    @SuppressWarnings("unchecked")
    private static void format(ByteArrayOutputStream text, MergeResult<? extends Sequence> result) throws IOException {
        new MergeFormatter()
                .formatMerge(text, (MergeResult<org.eclipse.jgit.diff.RawText>) result, NAMES, StandardCharsets.UTF_8);
    }

    String take(String base, String content, String other, List<String> paths) throws IOException {
        ObjectId from = tree(other);
        DirCache files = files(tree(content));
        DirCacheEditor editor = files.editor();
        for (String path : paths) {
            try (TreeWalk found = TreeWalk.forPath(repository, path, from)) {
                editor.add(found == null ? new DirCacheEditor.DeletePath(path) : entry(path, found));
            }
        }
        editor.finish();
        return WorkCommit.on(repository, base, written(files));
    }

    private static DirCacheEditor.PathEdit entry(String path, TreeWalk found) {
        FileMode mode = found.getFileMode(0);
        ObjectId id = found.getObjectId(0);
        return new DirCacheEditor.PathEdit(path) {
            @Override
            public void apply(DirCacheEntry entry) {
                entry.setFileMode(mode);
                entry.setObjectId(id);
            }
        };
    }

    private String edited(ObjectId tree, Map<String, ObjectId> contents) throws IOException {
        DirCache files = files(tree);
        DirCacheEditor editor = files.editor();
        contents.forEach((path, id) -> editor.add(new DirCacheEditor.PathEdit(path) {
            @Override
            public void apply(DirCacheEntry entry) {
                entry.setFileMode(entry.getRawMode() == 0 ? FileMode.REGULAR_FILE : entry.getFileMode());
                entry.setObjectId(id);
            }
        }));
        editor.finish();
        return written(files);
    }

    private DirCache files(ObjectId tree) throws IOException {
        try (var reader = repository.newObjectReader()) {
            return DirCache.read(reader, tree);
        }
    }

    private String written(DirCache files) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId tree = files.writeTree(inserter);
            inserter.flush();
            return tree.name();
        }
    }
}
