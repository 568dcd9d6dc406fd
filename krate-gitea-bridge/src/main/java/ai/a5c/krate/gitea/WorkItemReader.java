package ai.a5c.krate.gitea;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.gitea.Happening.Place;
import ai.a5c.krate.gitea.Happening.Thing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads deliveries about issues, pull requests, their comments and reviews. */
final class WorkItemReader {

    private static final Set<String> WRITTEN = Set.of("opened", "edited");
    private static final Set<String> SAID = Set.of("created", "edited");
    private static final Set<String> BORN = Set.of("opened", "created");
    private static final Set<String> LABELLED = Set.of("label_updated", "label_cleared");
    private static final int MAX_LABELS = 100;

    private WorkItemReader() {}

    static Happening comment(Payload delivery, String action) {
        Payload issue = delivery.object("issue");
        Payload comment = delivery.object("comment");
        boolean pull = delivery.flag("is_pull") || issue.has("pull_request");
        String said = SAID.contains(action) ? text(comment.textOrEmpty("body")) : "";
        return new Happening(
                pull ? Source.PR_COMMENT : Source.ISSUE_COMMENT,
                new Thing("comment", id(comment)),
                at(comment, action),
                action.equals("created") ? "" : said,
                Optional.of(workItem(issue, pull)),
                labels(issue),
                List.of(),
                new Text(said, text(issue.textOrEmpty("body")), author(comment)),
                pull ? commentedPull(delivery, issue) : Place.NONE);
    }

    static Happening issue(Payload delivery, String action) {
        if (delivery.has("comment")) {
            throw new NoEventException("the event header says issues, the body is about a comment");
        }
        Payload issue = delivery.object("issue");
        boolean labelled = LABELLED.contains(action);
        List<String> labels = labels(issue, delivery, action);
        Text text = text(issue, delivery, action);
        return new Happening(
                labelled ? Source.LABEL : Source.ISSUE,
                new Thing("issue", id(issue)),
                at(issue, action),
                labelled ? String.join("\n", labels) : identity(action, text),
                Optional.of(workItem(issue, issue.has("pull_request"))),
                labels,
                List.of(),
                text,
                issue.has("pull_request") ? Place.UNKNOWN : Place.NONE);
    }

    static Happening pull(Payload delivery, String action) {
        if (delivery.has("review") || action.equals("reviewed")) {
            throw new NoEventException("the event header says pull_request, the body is a review");
        }
        Payload pull = delivery.object("pull_request");
        boolean labelled = LABELLED.contains(action);
        List<String> labels = labels(pull, delivery, action);
        Text text = text(pull, delivery, action);
        PullFacts facts = PullFacts.of(pull, pull.number("number"));
        return new Happening(
                labelled ? Source.LABEL : Source.PULL_REQUEST,
                new Thing("pull-request", id(pull)),
                at(pull, action),
                action.equals("opened")
                        ? ""
                        : facts.sha() + "\n" + (labelled ? String.join("\n", labels) : text.trigger()),
                Optional.of(workItem(pull, true)),
                labels,
                List.of(),
                text,
                facts.place());
    }

    /** A review; the delivery has neither its id nor its inline comments. */
    static Happening review(Payload delivery, String event) {
        Payload pull = delivery.object("pull_request");
        Payload review = delivery.object("review");
        if (!review.text("type").equals(event.replace("pull_request_", "pull_request_review_"))) {
            throw new NoEventException("the event header says %s, the body is another review".formatted(event));
        }
        String said = text(review.textOrEmpty("content"));
        String reviewer = id(delivery.object("sender"));
        return new Happening(
                Source.REVIEW,
                new Thing("review", id(pull) + "/" + review.text("type") + "/" + reviewer),
                pull.time("updated_at"),
                said,
                Optional.of(workItem(pull, true)),
                labels(pull),
                List.of(),
                new Text(said, text(pull.textOrEmpty("body")), reviewer),
                PullFacts.of(pull, pull.number("number")).place());
    }

    /** A thing comes to be once, whatever was changed in it before somebody looked. */
    private static String identity(String action, Text text) {
        return BORN.contains(action) ? "" : text.trigger();
    }

    private static Instant at(Payload thing, String action) {
        return thing.time(BORN.contains(action) && thing.has("created_at") ? "created_at" : "updated_at");
    }

    private static Place commentedPull(Payload delivery, Payload issue) {
        return delivery.optionalObject("pull_request")
                .map(pull -> PullFacts.of(pull, issue.number("number")).place())
                .orElse(Place.UNKNOWN);
    }

    private static Text text(Payload item, Payload delivery, String action) {
        String body = text(item.textOrEmpty("body"));
        if (!WRITTEN.contains(action)) {
            return new Text("", body, id(delivery.object("sender")));
        }
        return new Text(text(item.textOrEmpty("title") + "\n\n" + item.textOrEmpty("body")), body, author(item));
    }

    private static WorkItem workItem(Payload item, boolean pull) {
        return new WorkItem(
                pull ? "pull-request" : "issue",
                item.number("number"),
                Wording.bounded(item.textOrEmpty("title"), Wording.NAME));
    }

    /**
     * The labels that the item has now. A delivery about all of them being taken away still lists them, and a newer forge
     * says which were added and removed: where none was added, nobody asked for anything.
     */
    private static List<String> labels(Payload item, Payload delivery, String action) {
        if (action.equals("label_cleared")) {
            return List.of();
        }
        boolean onlyRemoved = delivery.optionalObject("changes")
                .filter(changes -> LABELLED.contains(action))
                .map(changes -> !changes.objects("removed_labels").isEmpty()
                        && changes.objects("added_labels").isEmpty())
                .orElse(false);
        if (onlyRemoved) {
            throw new NoEventException("labels were only taken away, which starts nothing");
        }
        return labels(item);
    }

    private static List<String> labels(Payload item) {
        List<String> names = new ArrayList<>();
        for (Payload label : item.objects("labels")) {
            if (names.size() < MAX_LABELS) {
                names.add(Wording.bounded(label.text("name"), Wording.NAME));
            }
        }
        names.sort(null);
        return names;
    }

    private static String author(Payload written) {
        return id(written.object("user"));
    }

    private static String id(Payload thing) {
        return Long.toString(thing.number("id"));
    }

    private static String text(String written) {
        return Wording.bounded(written, Wording.TEXT);
    }
}
