package ai.a5c.krate.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the things that an event is about stood where they live, as that place told with the event.
 *
 * <p>Kept as documents for people to look at. No rule matches it and nothing is decided from it, so it is no part of what
 * makes an event the same.
 *
 * @param item the issue or pull request, which {@link SourceEvent#workItem()} names
 * @param build the build, of which {@link SourceEvent#ci()} tells how it went
 */
public record Sighting(Optional<Item> item, Optional<Build> build) {

    /** Nothing was told but what the event itself says. */
    public static final Sighting NONE = new Sighting(Optional.empty(), Optional.empty());

    /** Only an issue or a pull request. */
    public static Sighting of(Item item) {
        return new Sighting(Optional.of(item), Optional.empty());
    }

    /** Only a build. */
    public static Sighting of(Build build) {
        return new Sighting(Optional.empty(), Optional.of(build));
    }

    /** Somebody; both are empty if it is not told who. */
    public record Account(String login, String id) {

        /** Nobody who is known. */
        public static final Account NOBODY = new Account("", "");
    }

    /** Where an issue or a pull request stands. */
    public enum Standing {
        OPEN,
        CLOSED,
        MERGED,
        /** It is no longer there. */
        DELETED
    }

    /**
     * An issue or a pull request.
     *
     * @param url where people look at it; data, never called
     * @param comments how many; below 0 if that is not told
     * @param updatedAt when it last changed, by the clock of where it lives
     * @param proposal what only a pull request has
     */
    public record Item(
            Standing standing,
            Account author,
            String url,
            List<String> assignees,
            String milestone,
            long comments,
            Optional<Instant> openedAt,
            Instant updatedAt,
            Optional<Instant> closedAt,
            Optional<Proposal> proposal) {

        public Item {
            assignees = List.copyOf(assignees);
        }
    }

    /**
     * What only a pull request has.
     *
     * @param headRepository the {@code owner/name} that its head is in; empty if that is gone
     * @param mergeable empty if nobody knows yet
     * @param mergeCommit empty while it is not merged
     */
    public record Proposal(
            String headRepository, String baseCommit, boolean draft, Optional<Boolean> mergeable, String mergeCommit) {}

    /** How far a build is. */
    public enum Progress {
        QUEUED,
        WAITING,
        RUNNING,
        COMPLETED
    }

    /**
     * A build, or a job of one.
     *
     * @param id what the building system calls the whole build by
     * @param tries which try of the same build, from 1
     * @param job the job that the event is about; empty if it is about the whole build
     * @param updatedAt when it last changed, by the building system's clock
     */
    public record Build(
            String id,
            long number,
            int tries,
            String cause,
            Account author,
            Optional<Part> job,
            Progress progress,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt,
            Instant updatedAt) {}

    /** One job of a build: its id, and the machine that it ran on. */
    public record Part(String id, String runner) {}
}
