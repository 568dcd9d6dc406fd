package ai.a5c.krate.testkit;

import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import ai.a5c.krate.testkit.RecordingTarget.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A forge in memory: comments that are edited in place, reactions, and whatever else is found by marker or place. */
public final class RecordingForge implements WriteBackTarget {

    public static final String OWN = "krate";

    private final Map<Long, Comment> comments = new LinkedHashMap<>();
    private final Map<String, Mutation> others = new LinkedHashMap<>();
    private final List<Mutation> writes = new ArrayList<>();
    private final Map<Integer, Fault> faults = new HashMap<>();
    private Optional<TargetException> outage = Optional.empty();
    private final Set<String> lies = new HashSet<>();
    private int looks;
    private long ids;

    /** A comment as people see it, with who wrote it. */
    public record Comment(long id, String item, String author, String body) {

        /** Without the line of its marker. */
        public String text() {
            return body.substring(0, body.lastIndexOf("\n\n"));
        }
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "status-comment",
                "reaction",
                "commit-status",
                "label",
                "pr-review",
                "open-pr",
                "workflow-rerun",
                "check-rerun");
    }

    @Override
    public synchronized Optional<Written> find(Mutation mutation) {
        looks++;
        outage.ifPresent(fault -> {
            throw fault;
        });
        if (mutation.action().equals("status-comment")) {
            return own(mutation)
                    .filter(comment -> comment.body().equals(body(mutation)))
                    .map(comment -> written(comment.id()));
        }
        return Optional.ofNullable(others.get(place(mutation)))
                .filter(there -> there.content().equals(mutation.content())
                        && there.parameters().equals(mutation.parameters()))
                .map(there -> written(0));
    }

    @Override
    public synchronized Written write(Mutation mutation) {
        outage.ifPresent(fault -> {
            throw fault;
        });
        writes.add(mutation);
        Fault fault = faults.get(writes.size());
        if (fault == Fault.UNREACHABLE_BEFORE) {
            throw new TargetException("Unreachable", "the forge was told to be unreachable", true);
        }
        if (fault == Fault.FORBIDDEN) {
            throw new TargetException("Forbidden", "the forge was told to forbid this", false);
        }
        if (fault == Fault.NO_CHANGE) {
            throw new TargetException(TargetException.NO_CHANGE, "there is such a pull request already", false);
        }
        long id = put(mutation);
        if (fault == Fault.LOST_AFTER) {
            throw new TargetException("Unreachable", "the forge was told to lose its answer", true);
        }
        return written(id);
    }

    private long put(Mutation mutation) {
        if (lies.contains(mutation.action())) {
            return 1;
        }
        if (!mutation.action().equals("status-comment")) {
            others.put(place(mutation), mutation);
            return 0;
        }
        long id = own(mutation).map(Comment::id).orElseGet(() -> ++ids);
        comments.put(id, new Comment(id, mutation.target(), OWN, body(mutation)));
        return id;
    }

    private Optional<Comment> own(Mutation mutation) {
        return comments.values().stream()
                .filter(comment -> comment.author().equals(OWN))
                .filter(comment -> comment.item().equals(mutation.target()))
                .filter(comment -> comment.body().lines().anyMatch(mutation.marker()::equals))
                .findFirst();
    }

    private static String body(Mutation mutation) {
        return mutation.content() + "\n\n" + mutation.marker();
    }

    /** What finds it again: its marker, or for what carries none its place. */
    private static String place(Mutation mutation) {
        return switch (mutation.action()) {
            case "reaction" ->
                "%s %s %s".formatted(mutation.target(), mutation.parameters().get("comment"), mutation.content());
            case "commit-status" ->
                "%s %s".formatted(mutation.target(), mutation.parameters().get("context"));
            case "label", "workflow-rerun", "check-rerun" -> "%s %s".formatted(mutation.action(), mutation.target());
            default -> mutation.marker();
        };
    }

    private static Written written(long id) {
        return new Written(Long.toString(id), "https://gitea.example.com/acme/app/" + id);
    }

    /** Lets the {@code number}th write, counted from 1, fail so. */
    public synchronized RecordingForge failing(int number, Fault fault) {
        faults.put(number, fault);
        return this;
    }

    /** Answers everything with {@code fault} from now on; with nothing, it is mended. */
    public synchronized void broken(Optional<TargetException> fault) {
        outage = fault;
    }

    /** Says from now on that {@code action} was done, and does nothing. */
    public synchronized void lying(String action) {
        lies.add(action);
    }

    /** How many writes were tried. */
    public synchronized int writesSoFar() {
        return writes.size();
    }

    /** Somebody writes a comment, and may copy whatever they have seen. */
    public synchronized void says(String author, String item, String body) {
        comments.put(++ids, new Comment(ids, item, author, body));
    }

    /** Somebody deletes every comment of Krate's. */
    public synchronized void deleteOwn() {
        comments.values().removeIf(comment -> comment.author().equals(OWN));
    }

    /** Krate's comments, oldest first. */
    public synchronized List<Comment> own() {
        return comments.values().stream()
                .filter(comment -> comment.author().equals(OWN))
                .toList();
    }

    /** What stands there besides comments, of one action. */
    public synchronized List<Mutation> standing(String action) {
        return others.values().stream()
                .filter(one -> one.action().equals(action))
                .toList();
    }

    /** Every write of one action that was tried. */
    public synchronized List<Mutation> writes(String action) {
        return writes.stream().filter(one -> one.action().equals(action)).toList();
    }

    /** How often somebody looked. */
    public synchronized int looks() {
        return looks;
    }
}
