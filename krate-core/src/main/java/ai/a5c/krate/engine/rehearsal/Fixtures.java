package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.validate.Faults;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Events to try rules on before anything has happened; in any repository. */
public final class Fixtures {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
    private static final Actor MAINTAINER = new Actor("maintainer", "1", "write", false);
    private static final Actor OUTSIDER = new Actor("outsider", "2", "read", false);

    private static final Map<String, Kind> ALL = new TreeMap<>(Map.of(
            "comment",
            new Kind(Source.ISSUE_COMMENT, "issue_comment.created", event -> said(trusted(event), issue(), MAINTAINER)),
            "comment-by-outsider",
            new Kind(Source.ISSUE_COMMENT, "issue_comment.created", event -> said(event, issue(), OUTSIDER)),
            "pull-request-comment",
            new Kind(
                    Source.PR_COMMENT,
                    "issue_comment.created",
                    event -> said(trusted(event), pullRequest(), MAINTAINER)
                            .branch(Optional.of("topic"))
                            .sha(Optional.of(SHA))),
            "pull-request-comment-from-fork",
            new Kind(
                    Source.PR_COMMENT,
                    "issue_comment.created",
                    event -> said(event, pullRequest(), OUTSIDER)
                            .branch(Optional.of("topic"))
                            .sha(Optional.of(SHA))
                            .fork(true)),
            "failed-build",
            new Kind(
                    Source.CI,
                    "workflow_run.completed",
                    event -> trusted(event)
                            .actor(MAINTAINER)
                            .branch(Optional.of("main"))
                            .sha(Optional.of(SHA))
                            .ci(Optional.of(failure()))),
            "push",
            new Kind(
                    Source.PUSH,
                    "push",
                    event -> trusted(event)
                            .actor(MAINTAINER)
                            .ref(Optional.of("refs/heads/main"))
                            .branch(Optional.of("main"))
                            .sha(Optional.of(SHA))
                            .paths(List.of("README.md"))),
            "label",
            new Kind(
                    Source.LABEL,
                    "issues.label_updated",
                    event -> trusted(event)
                            .actor(MAINTAINER)
                            .workItem(Optional.of(issue()))
                            .labels(List.of("agent:fix")))));

    private Fixtures() {}

    private record Kind(Source source, String type, UnaryOperator<SourceEvent.Builder> rest) {}

    /** Their names. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * The fixture of that name in {@code repository}.
     *
     * @param said what somebody says in it; its own words if empty
     * @throws ai.a5c.krate.validate.InvalidDocumentException if there is none
     */
    public static SourceEvent of(String name, String organization, String repository, String said) {
        Kind kind = ALL.get(name);
        if (kind == null) {
            new Faults()
                    .at("$.fixture", "expected one of " + String.join(", ", names()))
                    .throwIfAny();
            throw new IllegalArgumentException(name);
        }
        SourceEvent event = kind.rest()
                .apply(SourceEvent.of("fixture-" + name, organization, kind.source(), kind.type(), repository)
                        .occurredAt(TIME))
                .build();
        return said.isEmpty()
                ? event
                : event.change()
                        .text(new Text(said, event.text().body(), event.actor().id()))
                        .mentions(Mention.findAll(said))
                        .build();
    }

    private static SourceEvent.Builder trusted(SourceEvent.Builder event) {
        return event.trust(Trust.TRUSTED, "maintainer has the permission write");
    }

    private static SourceEvent.Builder said(SourceEvent.Builder event, WorkItem item, Actor actor) {
        String text = "@claude fix this";
        return event.actor(actor)
                .workItem(Optional.of(item))
                .text(new Text(text, "It does not work.", actor.id()))
                .mentions(Mention.findAll(text));
    }

    private static WorkItem issue() {
        return new WorkItem("issue", 1, "It does not work");
    }

    private static WorkItem pullRequest() {
        return new WorkItem("pull-request", 2, "Mend it");
    }

    private static Ci failure() {
        return new Ci("ci", "test", "", "run tests", "ci / test", "failure", Optional.of(1), "", List.of(), "");
    }
}
