package ai.a5c.krate.workspace;

import java.util.Optional;

/** Decides which workspace an attempt gets: closed by default, one that others left is the exception. */
public final class Choice {

    private Choice() {}

    /**
     * The workspace of an attempt.
     *
     * @param own the one that is the attempt's already, or bears its name
     * @param shared the one that the policy's key names
     */
    public static Chosen of(Wanted wanted, Optional<Existing> own, Optional<Existing> shared) {
        if (wanted.mode() == Mode.NONE) {
            return new Nothing();
        }
        if (own.isPresent()) {
            return new Own(own.get().name());
        }
        if (wanted.mode() == Mode.ISOLATED) {
            return new Isolated("");
        }
        if (!wanted.place().trusted()) {
            return new Isolated("work of outsiders never shares a workspace");
        }
        if (wanted.place().ref().isEmpty()) {
            return new Isolated("the run names no ref that a workspace could be shared for");
        }
        if (shared.isEmpty()) {
            return new Shared();
        }
        return unfit(wanted, shared.get())
                .<Chosen>map(Isolated::new)
                .orElseGet(
                        () -> new Reuse(shared.get().name(), !shared.get().run().equals(wanted.run())));
    }

    private static Optional<String> unfit(Wanted wanted, Existing shared) {
        if (!shared.place().equals(wanted.place())) {
            return Optional.of("the shared workspace is for another repository, ref or trust");
        }
        if (!shared.host().equals(wanted.host())) {
            return Optional.of("the shared workspace is on '%s'".formatted(shared.host()));
        }
        if (!shared.state().attempt().isEmpty()) {
            return Optional.of("attempt '%s' works in the shared workspace"
                    .formatted(shared.state().attempt()));
        }
        Optional<Transition.Reason> refusal = Requests.ofAttempt(shared.state());
        if (refusal.isPresent()) {
            return Optional.of(
                    "the shared workspace cannot be used: " + refusal.get().message());
        }
        if (shared.state().dirty() && !shared.run().equals(wanted.run())) {
            return Optional.of("there is work of another run in the shared workspace");
        }
        return wanted.maxBytes() > 0 && shared.bytes() > wanted.maxBytes()
                ? Optional.of("the shared workspace has %d bytes; at most %d are allowed"
                        .formatted(shared.bytes(), wanted.maxBytes()))
                : Optional.empty();
    }

    /** What kind of workspace a policy gives. */
    public enum Mode {
        ISOLATED,
        REUSE,
        NONE
    }

    /**
     * What two attempts must have in common to use one workspace.
     *
     * @param trusted whether it is work of people who may write
     */
    public record Place(String repository, String ref, boolean trusted) {}

    /**
     * What is asked for.
     *
     * @param host the machine that the attempt runs on
     * @param maxBytes 0 for no limit
     */
    public record Wanted(Mode mode, Place place, String host, String run, long maxBytes) {}

    /**
     * A workspace that there is.
     *
     * @param run the run that worked in it last
     */
    public record Existing(String name, Place place, String host, WorkspaceState state, String run, long bytes) {}

    /** Which workspace. */
    public sealed interface Chosen {}

    /** The one that is the attempt's already. */
    public record Own(String name) implements Chosen {}

    /** A new one for this attempt alone; {@code reason} says why it is not shared, where that was asked for. */
    public record Isolated(String reason) implements Chosen {}

    /** A new one, which others use after it. */
    public record Shared() implements Chosen {}

    /**
     * One that others left.
     *
     * @param refresh whether it is brought to the run's commit first
     */
    public record Reuse(String name, boolean refresh) implements Chosen {}

    /** None: the agent gets an empty directory. */
    public record Nothing() implements Chosen {}
}
