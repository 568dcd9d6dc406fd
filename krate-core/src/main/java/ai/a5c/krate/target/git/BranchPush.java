package ai.a5c.krate.target.git;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.git.Repositories.CommitText;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameters of a {@code branch-push}, checked. */
record BranchPush(String base, Digest patch, Optional<String> expected, CommitText text, String trailer) {

    private static final Pattern LINE_END = Pattern.compile("\n");
    private static final String TRAILER = "Krate-Effect: ";

    static BranchPush of(Mutation mutation) {
        if (!mutation.action().equals("branch-push")) {
            throw invalid("action must be branch-push, not '%s'".formatted(mutation.action()));
        }
        if (mutation.marker().isBlank() || mutation.marker().indexOf('\n') >= 0) {
            throw invalid("the marker must be one line of text");
        }
        String trailer = TRAILER + mutation.marker();
        List<String> trailers = new ArrayList<>(lines(mutation.parameters().getOrDefault("trailers", "")));
        if (trailers.stream().anyMatch(line -> line.regionMatches(true, 0, TRAILER, 0, TRAILER.length() - 2))) {
            throw invalid("parameter trailers must not have a Krate-Effect of its own");
        }
        trailers.add(trailer);
        CommitText text = new CommitText(
                parameter(mutation, "authorName"),
                parameter(mutation, "authorEmail"),
                time(parameter(mutation, "time")),
                parameter(mutation, "subject"),
                trailers);
        return new BranchPush(
                parameter(mutation, "baseSha"),
                digest(parameter(mutation, "patchDigest")),
                Optional.ofNullable(mutation.parameters().get("expected")),
                text,
                trailer);
    }

    /** Whether the message's last paragraph has this effect's trailer. */
    boolean isMarkedIn(String message) {
        List<String> lines = lines(message.stripTrailing());
        int start = lines.lastIndexOf("") + 1;
        return start > 0 && lines.subList(start, lines.size()).contains(trailer);
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : LINE_END.splitAsStream(text).toList();
    }

    private static String parameter(Mutation mutation, String name) {
        String value = mutation.parameters().get(name);
        if (value == null) {
            throw invalid("parameter %s is missing".formatted(name));
        }
        return value;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw invalid("parameter time is no instant such as 2026-01-31T12:00:00Z");
        }
    }

    private static Digest digest(String text) {
        try {
            return new Digest(text);
        } catch (IllegalArgumentException e) {
            throw invalid("parameter patchDigest: " + e.getMessage());
        }
    }

    private static TargetException invalid(String fault) {
        return new TargetException("InvalidMutation", "this is no branch-push that can be done: " + fault, false);
    }
}
