package ai.a5c.krate.testkit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Lane;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees;
import ai.a5c.krate.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is done in worktrees that are plain directories; a file that both sides changed is in conflict as a whole. */
public final class FakeWorktrees implements Worktrees {

    private final FakeRepositories repositories;
    private final Map<Path, String> heads = new HashMap<>();
    private String host = "fake-host";

    FakeWorktrees(FakeRepositories repositories) {
        this.repositories = repositories;
    }

    /** From now on they are on another machine. */
    public void moveTo(String other) {
        host = other;
    }

    void made(Path worktree, String commit) {
        heads.put(worktree, commit);
    }

    @Override
    public String host() {
        return host;
    }

    /** Of remotes that are named like {@code acme/app}; how old they are does not count. */
    @Override
    public List<String> sweep(Instant before, Owners owners) {
        List<String> removed = new ArrayList<>();
        for (Path place : repositories.places()) {
            String remote = place.getParent().getFileName().toString().replaceFirst("_", "/");
            String name = place.getFileName().toString();
            if (!owners.own(remote, name)) {
                FakeRepositories.onDisk(() -> FakeRepositories.remove(place));
                removed.add(remote + " " + name);
            }
        }
        return removed;
    }

    @Override
    public Path empty(Remote remote, String name) {
        return FakeRepositories.onDisk(() -> Files.createDirectories(repositories.place(remote, name)));
    }

    @Override
    public Optional<Path> find(Remote remote, String name) {
        return Optional.of(repositories.place(remote, name)).filter(Files::isDirectory);
    }

    @Override
    public Path secluded(Remote remote, String name, String head, Set<String> aside) {
        require(remote, name);
        repositories.require(head);
        Path directory = repositories.secluded(remote, name);
        return FakeRepositories.onDisk(() -> {
            FakeRepositories.remove(directory);
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("HEAD"), head + "\n");
            return directory;
        });
    }

    @Override
    public Look look(Remote remote, String name, String upstream, List<String> suspects, Set<String> untouched) {
        Path worktree = repositories.place(remote, name);
        if (!Files.isDirectory(worktree)) {
            return Look.MISSING;
        }
        Map<String, String> files = files(worktree);
        String head = heads.getOrDefault(worktree, "");
        Set<String> theirs = ancestors(
                upstream.isEmpty() ? "" : repositories.resolve(remote, upstream).orElse(""));
        Set<String> ours = ancestors(head);
        return new Look(
                false,
                "",
                head,
                theirs.isEmpty() ? 0 : lacking(ours, theirs),
                theirs.isEmpty() ? 0 : lacking(theirs, ours),
                !FakeRepositories.asIn(repositories.filesOf(head), untouched, files)
                        .equals(repositories.filesOf(head)),
                new TreeSet<>(suspects)
                        .stream()
                                .filter(path -> isMarked(files.getOrDefault(path, "")))
                                .toList(),
                files.values().stream().mapToLong(String::length).sum());
    }

    private static boolean isMarked(String text) {
        return text.startsWith("<<<<<<< ") || text.contains("\n<<<<<<< ");
    }

    private static int lacking(Set<String> some, Set<String> others) {
        return (int) some.stream().filter(one -> !others.contains(one)).count();
    }

    private Set<String> ancestors(String commit) {
        Set<String> all = new LinkedHashSet<>();
        for (String id = commit; !id.isEmpty(); id = repositories.commit(id).parent()) {
            all.add(id);
        }
        return all;
    }

    @Override
    public String save(Remote remote, String name, String base, Set<String> untouched) {
        require(remote, name);
        repositories.require(base);
        Map<String, String> files = files(repositories.place(remote, name));
        return repositories.keep(remote, base, FakeRepositories.asIn(repositories.filesOf(base), untouched, files));
    }

    private void require(Remote remote, String name) {
        if (!Files.isDirectory(repositories.place(remote, name))) {
            throw new GitRefusedException("WorktreeNotFound", "there is no worktree " + name);
        }
    }

    @Override
    public void put(Remote remote, String name, String head, String content) {
        repositories.require(head);
        Map<String, String> files = repositories.filesOf(requireContent(remote, content));
        Path worktree = repositories.worktree(remote, name, head);
        FakeRepositories.onDisk(() -> {
            for (String path : files(worktree).keySet()) {
                Files.delete(worktree.resolve(path));
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = worktree.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            return heads.put(worktree, head);
        });
    }

    private String requireContent(Remote remote, String commit) {
        repositories.require(commit);
        if (remote.lane() == Lane.TRUSTED
                && repositories.resolve(remote, commit).isEmpty()) {
            throw new GitRefusedException("CommitNotFound", "there is no commit " + commit);
        }
        return commit;
    }

    @Override
    public Merged rebase(Remote remote, RebaseOrder order, Optional<Side> side) {
        Map<String, String> base = repositories.filesOf(requireContent(remote, order.from()));
        Map<String, String> upstream = repositories.filesOf(requireContent(remote, order.onto()));
        Map<String, String> work = repositories.filesOf(requireContent(remote, order.work()));
        Set<String> paths = new TreeSet<>(upstream.keySet());
        paths.addAll(work.keySet());
        Map<String, String> merged = new TreeMap<>();
        List<String> conflicts = new ArrayList<>();
        for (String path : paths) {
            Optional<String> old = Optional.ofNullable(base.get(path));
            Optional<String> theirs = Optional.ofNullable(upstream.get(path));
            Optional<String> ours = Optional.ofNullable(work.get(path));
            boolean both = !ours.equals(old) && !theirs.equals(old) && !ours.equals(theirs);
            if (both && side.isEmpty()) {
                conflicts.add(path);
                merged.put(
                        path,
                        "<<<<<<< upstream\n%s=======\n%s>>>>>>> workspace\n"
                                .formatted(theirs.orElse(""), ours.orElse("")));
            } else {
                boolean takeOurs = both ? side.equals(Optional.of(Side.WORK)) : !ours.equals(old);
                (takeOurs ? ours : theirs).ifPresent(text -> merged.put(path, text));
            }
        }
        return new Merged(repositories.keep(remote, order.onto(), merged), conflicts);
    }

    @Override
    public String take(Remote remote, String base, String content, String other, List<String> paths) {
        Map<String, String> files = new TreeMap<>(repositories.filesOf(requireContent(remote, content)));
        Map<String, String> from = repositories.filesOf(requireContent(remote, other));
        for (String path : paths) {
            files.remove(path);
            if (from.containsKey(path)) {
                files.put(path, from.get(path));
            }
        }
        return repositories.keep(remote, base, files);
    }

    @Override
    public byte[] bundle(Remote remote, String base, String commit) {
        repositories.require(base);
        return Json.write(Map.of("base", base, "files", repositories.filesOf(requireContent(remote, commit))))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    @SuppressWarnings("unchecked")
    public String unbundle(Remote remote, byte[] bundle) {
        try {
            Map<String, Object> read = Json.readObject(bundle);
            return repositories.keep(remote, String.valueOf(read.get("base")), (Map<String, String>) read.get("files"));
        } catch (RuntimeException e) {
            throw new GitRefusedException("ArchiveDamaged", "the archive is no bundle of a workspace", e);
        }
    }

    private static Map<String, String> files(Path worktree) {
        return FakeRepositories.onDisk(() -> FakeRepositories.filesIn(worktree));
    }
}
