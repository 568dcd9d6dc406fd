package ai.a5c.krate.engine.configuration;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Repositories.TreeEntry;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.Setup.AgentFile;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.workspace.AgentConfiguration;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the files that steer agents from the base branch, to stand in the workspace instead of those of the head. */
public final class BaseConfiguration {

    private static final int MOST_FILES = 2_000;
    private static final int LONGEST_FILE = 1 << 20;
    private static final long MOST_BYTES = 16L << 20;

    private final Repositories repositories;

    public BaseConfiguration(Repositories repositories) {
        this.repositories = repositories;
    }

    /**
     * The commit that the configuration is taken from: where the base branch is now; for trusted work without one its
     * own. Empty if there is none, so that no file steers the agent.
     */
    public Optional<String> commit(Remote remote, String baseBranch, String head, Trust trust) {
        Optional<String> base = baseBranch.isEmpty() ? Optional.empty() : resolve(remote, "refs/heads/" + baseBranch);
        return base.or(() -> trust == Trust.TRUSTED ? Optional.of(head) : Optional.empty());
    }

    private Optional<String> resolve(Remote remote, String ref) {
        try {
            return repositories.resolve(remote, ref);
        } catch (GitRefusedException e) {
            return Optional.empty();
        }
    }

    /**
     * What must stand in a workspace at {@code head}: the files of {@code base}, and none that only the head has. A link
     * to another file of the base stands for that file; all other links, submodules and files that are no text are left
     * out.
     */
    public List<AgentFile> files(Remote remote, Optional<String> base, String head) {
        Map<String, AgentFile> files = new TreeMap<>();
        for (TreeEntry entry : repositories.tree(remote, head, AgentConfiguration::steers)) {
            files.put(entry.path(), new AgentFile(entry.path(), Optional.empty(), false));
        }
        base.ifPresent(commit -> new Reading(remote, commit).into(files));
        return new ArrayList<>(files.values());
    }

    /** The paths at which files that steer agents differ between {@code base} and {@code head}. */
    Set<String> differing(Remote remote, Optional<String> base, String head) {
        Set<TreeEntry> ours = entries(remote, head);
        Set<TreeEntry> theirs = base.map(commit -> entries(remote, commit)).orElse(Set.of());
        return Stream.of(ours, theirs)
                .flatMap(Set::stream)
                .filter(entry -> !ours.contains(entry) || !theirs.contains(entry))
                .map(TreeEntry::path)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<TreeEntry> entries(Remote remote, String commit) {
        return new HashSet<>(repositories.tree(remote, commit, AgentConfiguration::steers));
    }

    /** The files of one commit, within limits. */
    private final class Reading {

        private final Remote remote;
        private final String commit;
        private long bytes;

        Reading(Remote remote, String commit) {
            this.remote = remote;
            this.commit = commit;
        }

        void into(Map<String, AgentFile> files) {
            List<TreeEntry> entries = repositories.tree(remote, commit, AgentConfiguration::steers);
            if (entries.size() > MOST_FILES) {
                throw tooLarge();
            }
            for (TreeEntry entry : entries) {
                text(entry)
                        .ifPresent(text -> files.put(
                                entry.path(),
                                new AgentFile(
                                        entry.path(), Optional.of(text), entry.kind() == TreeEntry.Kind.EXECUTABLE)));
            }
        }

        private Optional<String> text(TreeEntry entry) {
            Optional<String> path = switch (entry.kind()) {
                case FILE, EXECUTABLE -> Optional.of(entry.path());
                case LINK -> target(entry);
                case SUBMODULE -> Optional.empty();
            };
            Optional<byte[]> read = path.flatMap(file -> repositories.read(remote, commit, file, LONGEST_FILE));
            bytes += read.map(content -> content.length).orElse(0);
            if (bytes > MOST_BYTES) {
                throw tooLarge();
            }
            return read.flatMap(Reading::decoded);
        }

        /** Where a link leads within the repository. */
        private static Optional<String> target(TreeEntry link) {
            if (link.target().isEmpty()
                    || link.target().startsWith("/")
                    || link.target().indexOf('\0') >= 0) {
                return Optional.empty();
            }
            Path target =
                    Path.of("/" + link.path()).resolveSibling(link.target()).normalize();
            return target.getNameCount() == 0
                    ? Optional.empty()
                    : Optional.of(target.toString().substring(1));
        }

        private static Optional<String> decoded(byte[] content) {
            try {
                return Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(content))
                        .toString());
            } catch (CharacterCodingException e) {
                return Optional.empty();
            }
        }

        private static LaunchRefusedException tooLarge() {
            return new LaunchRefusedException(
                    "AgentConfigurationTooLarge",
                    "the base branch has more than %d files or %d bytes that steer agents: remove some"
                            .formatted(MOST_FILES, MOST_BYTES));
        }
    }
}
