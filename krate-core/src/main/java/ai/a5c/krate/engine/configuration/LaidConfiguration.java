package ai.a5c.krate.engine.configuration;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.Patch;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees;
import ai.a5c.krate.git.Worktrees.Look;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what an agent did in a worktree from the files that were laid into it to steer the agent. */
public final class LaidConfiguration {

    private final Repositories repositories;
    private final BaseConfiguration configuration;

    public LaidConfiguration(Repositories repositories) {
        this.repositories = repositories;
        this.configuration = new BaseConfiguration(repositories);
    }

    /**
     * A worktree and what was laid into it.
     *
     * @param commit where the files that steer agents came from; empty for nowhere
     */
    public record Place(Remote remote, String worktree, Optional<String> commit) {

        /** The same as a resource says it, with an empty text for nowhere. */
        public static Place of(Remote remote, String worktree, String commit) {
            return new Place(remote, worktree, commit.isEmpty() ? Optional.empty() : Optional.of(commit));
        }
    }

    /** What the worktree is like now; what was laid into it and left alone makes it no more dirty. */
    public Look look(Place place, String upstream, List<String> suspects) {
        Look look = worktrees().look(place.remote(), place.worktree(), upstream, suspects);
        Set<String> untouched = look.dirty() ? untouchedOn(place, look.head()) : Set.of();
        return untouched.isEmpty()
                ? look
                : worktrees().look(place.remote(), place.worktree(), upstream, suspects, untouched);
    }

    /** All work in the worktree as a commit on {@code base}, without what was laid into it and left alone. */
    public String save(Place place, String base) {
        return worktrees().save(place.remote(), place.worktree(), base, untouched(place, base));
    }

    /** A Git directory for an agent that must not see the mirror; what was laid into the worktree is no change to it. */
    public Path secluded(Place place, String head) {
        Set<String> aside = configuration.differing(place.remote(), place.commit(), head);
        return worktrees().secluded(place.remote(), place.worktree(), head, aside);
    }

    /**
     * What the agent changed since {@code head}. Its changes to files that the head has otherwise than the base are set
     * aside: it never saw the head's, and its own begin with what the base has.
     */
    public Changes changes(Place place, String head) {
        Set<String> untouched = untouched(place, head);
        Set<String> aside = new HashSet<>(configuration.differing(place.remote(), place.commit(), head));
        aside.removeAll(untouched);
        Patch all = repositories.diff(place.remote(), place.worktree(), head, untouched);
        if (aside.isEmpty()) {
            return new Changes(all, List.of());
        }
        aside.addAll(untouched);
        Patch patch = repositories.diff(place.remote(), place.worktree(), head, aside);
        aside.removeAll(untouched);
        return new Changes(
                patch, patch.equals(all) ? List.of() : aside.stream().sorted().toList());
    }

    /** Nothing where the agent has checked out a commit that is not the mirror's: what stands on that is work. */
    private Set<String> untouchedOn(Place place, String checkedOut) {
        try {
            return checkedOut.isEmpty() ? Set.of() : untouched(place, checkedOut);
        } catch (GitRefusedException e) {
            if (e.code().equals("CommitNotFound")) {
                return Set.of();
            }
            throw e;
        }
    }

    /** The paths at which everything is as it was laid over {@code head}. */
    private Set<String> untouched(Place place, String head) {
        Optional<Path> directory = worktrees().find(place.remote(), place.worktree());
        return directory.isEmpty()
                ? Set.of()
                : WorkspaceFiles.untouched(directory.get(), configuration.files(place.remote(), place.commit(), head));
    }

    private Worktrees worktrees() {
        return repositories.worktrees();
    }

    /**
     * What an agent changed.
     *
     * @param setAside files that it changed too, and that are no part of the patch; sorted
     */
    public record Changes(Patch patch, List<String> setAside) {

        /** Nothing. */
        public static final Changes NONE = new Changes(new Patch("", List.of()), List.of());

        public Changes {
            setAside = List.copyOf(setAside);
        }
    }
}
