package ai.a5c.krate.testkit;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Worktrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Repositories in memory, with worktrees as plain directories and without any process; ids depend on content alone. */
public final class FakeRepositories implements Repositories {

    private Runnable meanwhile = () -> {};
    private static final Pattern BRANCH = Pattern.compile("(?!-)[A-Za-z0-9._/-]{1,200}(?<!/|\\.lock)");

    private final Path root;
    private final Map<String, Commit> commits = new HashMap<>();
    private final Map<String, Map<String, String>> forge = new HashMap<>();
    private final Map<String, Map<String, String>> mirrors = new HashMap<>();
    private final Map<String, Patch> given = new HashMap<>();
    private final Map<String, Map<String, String>> applied = new HashMap<>();
    private final Set<String> ofOutsiders = new HashSet<>();
    private final FakeWorktrees worktrees = new FakeWorktrees(this);
    private final Set<String> gone = new HashSet<>();
    private Optional<GitRefusedException> outage = Optional.empty();

    /** With worktrees below {@code root}. */
    public FakeRepositories(Path root) {
        this.root = root;
    }

    record Commit(String parent, Map<String, String> files, String message) {}

    /** Commits {@code files} on top of {@code branch} on the forge's side and gives the commit's id. */
    public synchronized String commitOnRemote(String remote, String branch, Map<String, String> files) {
        String parent = forge(remote).getOrDefault(branch, "");
        Map<String, String> all = new TreeMap<>(filesOf(parent));
        all.putAll(files);
        String id = add(new Commit(parent, all, "work on " + branch + "\n"));
        forge(remote).put(branch, id);
        return id;
    }

    /** Moves a branch on the forge's side, as a forced push by a person does. */
    public synchronized void moveOnRemote(String remote, String branch, String commit) {
        forge(remote).put(branch, commit);
    }

    /** What {@link #diff} of this worktree says from now on, whatever its files are. */
    public synchronized void giveDiff(String worktree, Patch patch) {
        given.put(worktree, patch);
    }

    /** Lets everything that talks to a remote fail with {@code code} until {@link #reachable}. */
    public synchronized void unreachable(String code) {
        outage = Optional.of(new GitRefusedException(code, "the fake remote was told to fail with " + code));
    }

    /** Lets {@code remote} alone be fetched from no more. */
    public synchronized void lose(String remote) {
        gone.add(remote);
    }

    /** Ends {@link #unreachable}. */
    public synchronized void reachable() {
        outage = Optional.empty();
    }

    @Override
    public synchronized void fetch(Remote remote) {
        requireReachable();
        if (gone.contains(remote.name())) {
            throw new GitRefusedException("RemoteUnreachable", "the fake remote is gone");
        }
        mirrors.put(remote.name(), new HashMap<>(forge(remote.name())));
    }

    @Override
    public synchronized Optional<String> resolve(Remote remote, String revision) {
        if (commits.containsKey(revision)) {
            return ofOutsiders.contains(revision) ? Optional.empty() : Optional.of(revision);
        }
        String branch = revision.startsWith("refs/heads/") ? revision.substring(11) : revision;
        return Optional.ofNullable(mirror(remote).get(branch));
    }

    @Override
    public synchronized List<LoggedCommit> log(Remote remote, String commit, int limit) {
        require(commit);
        List<LoggedCommit> log = new ArrayList<>();
        for (String id = commit;
                !id.isEmpty() && log.size() < limit;
                id = commit(id).parent()) {
            log.add(new LoggedCommit(id, commit(id).message()));
        }
        return log;
    }

    @Override
    public synchronized Optional<byte[]> read(Remote remote, String commit, String path, int maxBytes) {
        require(commit);
        return Optional.ofNullable(filesOf(commit).get(path))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .filter(bytes -> bytes.length <= maxBytes);
    }

    @Override
    public synchronized List<TreeEntry> tree(Remote remote, String commit, Predicate<String> wanted) {
        require(commit);
        return filesOf(commit).keySet().stream()
                .filter(wanted)
                .sorted()
                .map(path -> new TreeEntry(
                        path,
                        TreeEntry.Kind.FILE,
                        "",
                        Digest.of(filesOf(commit).get(path)).hex()))
                .toList();
    }

    /** What happens, once, while the next worktree is being made. */
    public synchronized void whileMaking(Runnable happening) {
        meanwhile = happening;
    }

    @Override
    public synchronized Path worktree(Remote remote, String name, String commit) {
        Runnable first = meanwhile;
        meanwhile = () -> {};
        first.run();
        Path worktree = place(remote, name);
        if (!Files.isDirectory(worktree)) {
            require(commit);
            onDisk(() -> {
                Files.createDirectories(worktree);
                for (Map.Entry<String, String> file : filesOf(commit).entrySet()) {
                    Path path = worktree.resolve(file.getKey());
                    Files.createDirectories(path.getParent());
                    Files.writeString(path, file.getValue());
                }
                return worktree;
            });
            worktrees.made(worktree, commit);
        }
        return worktree;
    }

    @Override
    public synchronized void removeWorktree(Remote remote, String name) {
        onDisk(() -> {
            remove(place(remote, name));
            return remove(secluded(remote, name));
        });
    }

    static Path remove(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return directory;
    }

    Path secluded(Remote remote, String name) {
        return root.resolve("secluded")
                .resolve(remote.lane().name().toLowerCase(Locale.ROOT))
                .resolve(remote.name().replace('/', '_'))
                .resolve(name.replace('/', '_'));
    }

    @Override
    public synchronized Patch diff(Remote remote, String name, String base, Set<String> untouched) {
        if (!Files.isDirectory(place(remote, name))) {
            throw new GitRefusedException("WorktreeNotFound", "there is no worktree " + name);
        }
        require(base);
        Patch patch = given.get(name);
        if (patch != null) {
            return patch;
        }
        Map<String, String> after = onDisk(() -> filesIn(place(remote, name)));
        return compare(filesOf(base), asIn(filesOf(base), untouched, after));
    }

    /** {@code files}, but {@code untouched} ones as they are in {@code base}. */
    static Map<String, String> asIn(Map<String, String> base, Set<String> untouched, Map<String, String> files) {
        Map<String, String> all = new TreeMap<>(files);
        all.keySet().removeAll(untouched);
        base.forEach((path, text) -> {
            if (untouched.contains(path)) {
                all.put(path, text);
            }
        });
        return all;
    }

    private Patch compare(Map<String, String> before, Map<String, String> after) {
        StringBuilder text = new StringBuilder();
        List<ChangedFile> changed = new ArrayList<>();
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        for (String path : paths) {
            String old = before.getOrDefault(path, "");
            String now = after.getOrDefault(path, "");
            if (!old.equals(now) || before.containsKey(path) != after.containsKey(path)) {
                String change = !before.containsKey(path) ? "add" : after.containsKey(path) ? "modify" : "delete";
                changed.add(new ChangedFile(
                        path,
                        change,
                        (int) now.lines().count(),
                        (int) old.lines().count(),
                        List.of()));
                text.append("diff --git a/%1$s b/%1$s\n".formatted(path));
                old.lines().forEach(line -> text.append('-').append(line).append('\n'));
                now.lines().forEach(line -> text.append('+').append(line).append('\n'));
            }
        }
        applied.put(text.toString(), after);
        return new Patch(text.toString(), changed);
    }

    /** A patch made by {@link #diff} gives the worktree's files, any other one those of {@code base}. */
    @Override
    public synchronized String commit(Remote remote, String base, Patch patch, CommitText text) {
        require(base);
        if (!patch.text().startsWith("diff --git ")) {
            throw new GitRefusedException("PatchDoesNotApply", "the patch does not begin with 'diff --git '");
        }
        Map<String, String> files = new TreeMap<>(applied.getOrDefault(patch.text(), filesOf(base)));
        String message = text.subject() + "\n\n" + String.join("\n", text.trailers()) + "\n";
        return add(new Commit(base, files, message), patch.text() + text);
    }

    @Override
    public synchronized PushOutcome push(Remote remote, String commit, String branch, Optional<String> expected) {
        requireBranch(branch);
        requireReachable();
        require(commit);
        Optional<String> now = Optional.ofNullable(forge(remote.name()).get(branch));
        if (now.equals(Optional.of(commit))) {
            return PushOutcome.ALREADY_THERE;
        }
        if (!now.equals(expected)) {
            return PushOutcome.LEASE_LOST;
        }
        if (now.isPresent()
                && log(remote, commit, 1000).stream()
                        .noneMatch(line -> line.id().equals(now.get()))) {
            return PushOutcome.REJECTED;
        }
        forge(remote.name()).put(branch, commit);
        return PushOutcome.PUSHED;
    }

    @Override
    public synchronized Optional<String> remoteHead(Remote remote, String branch) {
        requireBranch(branch);
        requireReachable();
        return Optional.ofNullable(forge(remote.name()).get(branch));
    }

    private Map<String, String> forge(String remote) {
        return forge.computeIfAbsent(remote, unused -> new HashMap<>());
    }

    private Map<String, String> mirror(Remote remote) {
        Map<String, String> mirror = mirrors.get(remote.name());
        if (mirror == null) {
            throw new GitRefusedException("NotFetched", "there is no mirror of " + remote.name());
        }
        return mirror;
    }

    @Override
    public Worktrees worktrees() {
        return worktrees;
    }

    /** Keeps content that no ref names, in one lane. */
    synchronized String keep(Remote remote, String base, Map<String, String> files) {
        String id = Digest.of("content" + base + new TreeMap<>(files)).hex().substring(0, 40);
        if (remote.lane() == Lane.UNTRUSTED && !commits.containsKey(id)) {
            ofOutsiders.add(id);
        } else if (remote.lane() == Lane.TRUSTED) {
            ofOutsiders.remove(id);
        }
        commits.put(id, new Commit(base, new TreeMap<>(files), "Content of a workspace\n"));
        return id;
    }

    private String add(Commit commit) {
        return add(commit, "");
    }

    private String add(Commit commit, String patch) {
        String id = Digest.of(commit + patch).hex().substring(0, 40);
        commits.put(id, commit);
        return id;
    }

    void require(String id) {
        if (!commits.containsKey(id)) {
            throw new GitRefusedException("CommitNotFound", "there is no commit " + id);
        }
    }

    Commit commit(String id) {
        require(id);
        return commits.get(id);
    }

    Map<String, String> filesOf(String id) {
        return id.isEmpty() ? Map.of() : commit(id).files();
    }

    Path place(Remote remote, String name) {
        return root.resolve(remote.lane().name().toLowerCase(Locale.ROOT))
                .resolve(remote.name().replace('/', '_'))
                .resolve(name.replace('/', '_'));
    }

    /** Every directory that is a worktree's place, of any lane and remote. */
    List<Path> places() {
        return onDisk(() -> {
            List<Path> found = new ArrayList<>();
            for (Lane lane : Lane.values()) {
                Path home = root.resolve(lane.name().toLowerCase(Locale.ROOT));
                if (Files.isDirectory(home)) {
                    try (Stream<Path> paths = Files.walk(home, 2)) {
                        paths.filter(path -> home.relativize(path).getNameCount() == 2)
                                .forEach(found::add);
                    }
                }
            }
            return found;
        });
    }

    private void requireReachable() {
        outage.ifPresent(failure -> {
            throw failure;
        });
    }

    private static void requireBranch(String branch) {
        if (!BRANCH.matcher(branch).matches() || branch.contains("..")) {
            throw new GitRefusedException("RefNotAllowed", "that is no name for a branch");
        }
    }

    static Map<String, String> filesIn(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(path).toString(), Files.readString(path));
            }
        }
        return files;
    }

    static <T> T onDisk(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    interface Work<T> {
        T run() throws IOException;
    }
}
