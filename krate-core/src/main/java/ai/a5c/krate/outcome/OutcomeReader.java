package ai.a5c.krate.outcome;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.outcome.Outcome.Labels;
import ai.a5c.krate.outcome.Outcome.PullRequestText;
import ai.a5c.krate.outcome.Outcome.Rerun;
import ai.a5c.krate.outcome.Outcome.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one fenced block {@code krate-output} in an agent's last words: a JSON object, strictly and bounded.
 *
 * <p>A block with one fault asks for nothing: half of what an agent meant may be the opposite of it.
 */
public final class OutcomeReader {

    private static final int LONGEST = 200_000;
    private static final Pattern OPENING = Pattern.compile("(?m)^(`{3,}|~{3,})[ \\t]*krate-output[ \\t]*$");
    private static final Pattern SEGMENT = Pattern.compile("(?!\\.{1,2}$)[^/\\\\\\p{Cntrl}]{1,255}");
    private static final Set<String> VERDICTS = Set.of("comment", "request-changes");
    private static final Set<String> SIDES = Set.of("new", "old");
    private static final Set<String> STATES = Set.of("pending", "success", "failure", "error");

    private final Members faults = new Members();

    private OutcomeReader() {}

    /** What {@code result} asks for. */
    public static Outcome read(String result) {
        Matcher opening = OPENING.matcher(result);
        if (!opening.find()) {
            return Outcome.of(result);
        }
        Matcher closing = Pattern.compile("(?m)^" + Pattern.quote(opening.group(1)) + "[ \\t]*$")
                .matcher(result);
        if (!closing.find(opening.end())) {
            return refused(result.substring(0, opening.start()).strip(), List.of("$: the block has no end"));
        }
        String text = (result.substring(0, opening.start()) + result.substring(closing.end())).strip();
        String block = result.substring(opening.end(), closing.start());
        if (OPENING.matcher(result).results().count() > 1) {
            return refused(text, List.of("$: there is more than one block"));
        }
        return block.length() > LONGEST
                ? refused(text, List.of("$: the block has more than %d characters".formatted(LONGEST)))
                : new OutcomeReader().parsed(text, block);
    }

    private static Outcome refused(String text, List<String> faults) {
        Outcome none = Outcome.of(text);
        return new Outcome(text, none.review(), none.labels(), none.pullRequest(), none.status(), none.rerun(), faults);
    }

    private Outcome parsed(String text, String block) {
        Map<String, Object> tree;
        try {
            tree = Json.readObject(block);
        } catch (InvalidJsonException e) {
            return refused(text, List.of("$: no JSON object: " + e.getMessage()));
        }
        faults.known("$", tree, Set.of("review", "labels", "pullRequest", "status", "rerun"));
        Outcome outcome = new Outcome(
                text,
                faults.object("$.review", tree.get("review")).map(this::review),
                faults.object("$.labels", tree.get("labels")).map(this::labels).orElse(Labels.NONE),
                faults.object("$.pullRequest", tree.get("pullRequest")).map(this::pullRequest),
                faults.object("$.status", tree.get("status")).map(this::status),
                faults.object("$.rerun", tree.get("rerun")).map(this::rerun),
                List.of());
        return faults.isEmpty() ? outcome : refused(text, faults.all());
    }

    private Review review(Map<String, Object> tree) {
        faults.known("$.review", tree, Set.of("verdict", "summary", "comments"));
        String verdict = faults.oneOf("$.review.verdict", tree.getOrDefault("verdict", "comment"), VERDICTS);
        List<Object> comments = faults.list("$.review.comments", tree.get("comments"), 50);
        return new Review(
                verdict.equals("comment") ? "COMMENT" : "REQUEST_CHANGES",
                faults.text("$.review.summary", tree.get("summary"), 16_000),
                Members.indexed(comments, (i, one) -> line("$.review.comments[%d]".formatted(i), one)));
    }

    private Review.Line line(String path, Object one) {
        Map<String, Object> tree = faults.object(path, one).orElse(Map.of());
        faults.known(path, tree, Set.of("path", "line", "side", "body"));
        String file = faults.text(path + ".path", tree.get("path"), 1_000);
        if (!file.isEmpty()
                && !List.of(file.split("/", -1)).stream()
                        .allMatch(part -> SEGMENT.matcher(part).matches())) {
            faults.at(path + ".path", "expected a path inside the repository");
        }
        return new Review.Line(
                file,
                faults.number(path + ".line", tree.get("line"), 10_000_000),
                faults.oneOf(path + ".side", tree.getOrDefault("side", "new"), SIDES),
                faults.text(path + ".body", tree.get("body"), 4_000));
    }

    private Labels labels(Map<String, Object> tree) {
        faults.known("$.labels", tree, Set.of("add", "remove"));
        Labels labels =
                new Labels(names("$.labels.add", tree.get("add")), names("$.labels.remove", tree.get("remove")));
        if (labels.add().stream().anyMatch(labels.remove()::contains)) {
            faults.at("$.labels", "a label is both to be added and to be removed");
        }
        return labels;
    }

    private List<String> names(String path, @Nullable Object names) {
        return Members.indexed(
                faults.list(path, names, 20), (i, name) -> faults.line("%s[%d]".formatted(path, i), name, 50));
    }

    private PullRequestText pullRequest(Map<String, Object> tree) {
        faults.known("$.pullRequest", tree, Set.of("title", "body"));
        return new PullRequestText(
                faults.line("$.pullRequest.title", tree.get("title"), 200),
                faults.text("$.pullRequest.body", tree.getOrDefault("body", " "), 16_000)
                        .strip());
    }

    private Status status(Map<String, Object> tree) {
        faults.known("$.status", tree, Set.of("name", "state", "description"));
        String name = faults.line("$.status.name", tree.getOrDefault("name", "result"), 40);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            faults.at("$.status.name", "expected letters, digits, '.', '_' and '-'");
        }
        return new Status(
                name,
                faults.oneOf("$.status.state", tree.get("state"), STATES),
                faults.line("$.status.description", tree.get("description"), 140));
    }

    private Rerun rerun(Map<String, Object> tree) {
        faults.known("$.rerun", tree, Set.of("workflow", "attempt", "check", "status"));
        boolean workflow = tree.containsKey("workflow");
        if (workflow == tree.containsKey("check")) {
            faults.at("$.rerun", "expected either a workflow or a check");
        }
        return workflow
                ? new Rerun(
                        id("$.rerun.workflow", tree.get("workflow")),
                        faults.number("$.rerun.attempt", tree.get("attempt"), 100_000),
                        "",
                        "")
                : new Rerun(
                        "",
                        0,
                        faults.line("$.rerun.check", tree.get("check"), 255),
                        id("$.rerun.status", tree.get("status")));
    }

    private String id(String path, @Nullable Object value) {
        String text = String.valueOf(value);
        if (!text.matches("[1-9][0-9]{0,17}")) {
            faults.at(path, "expected an id");
        }
        return text;
    }
}
