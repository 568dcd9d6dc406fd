package ai.a5c.krate.benchmarks;

import ai.a5c.krate.event.SourceEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How the rules of an organization differ from each other; three of any number fit the {@link #event}. */
public enum Shape {
    /** Each asks about a repository of its own. */
    REPOSITORIES("repository", "acme/app-%d", Payloads.REPOSITORY),
    /** All ask about one repository and type, each about an agent of its own. */
    MENTIONS("mention", "@agent-%d", Payloads.MENTION),
    /** All ask about one repository, type and agent, each about a label of its own. */
    LABELS("label", "area/%d", Payloads.LABEL),
    /** All ask about one repository, type and agent, each about a branch of its own. */
    BRANCHES("branch", "release/%d", Payloads.BRANCH),
    /** All ask about the builds of one repository, each about a workflow of its own. */
    WORKFLOWS("workflow", "workflow-%d", Payloads.WORKFLOW),
    /** All ask about one workflow of one repository, each about a job of its own. */
    JOBS("job", "job-%d", Payloads.JOB);

    private static final int FITTING = 3;

    private final String part;
    private final String others;
    private final String fitting;

    Shape(String part, String others, String fitting) {
        this.part = part;
        this.others = others;
        this.fitting = fitting;
    }

    /** What the rules are asked about. */
    SourceEvent event() {
        return isBuild() ? Payloads.build() : Payloads.comment();
    }

    private boolean isBuild() {
        return this == WORKFLOWS || this == JOBS;
    }

    /** So many rules, three of which fit. */
    List<Ask> asks(int count) {
        int apart = count / FITTING;
        SourceEvent event = event();
        return IntStream.range(0, count)
                .mapToObj(number -> common("rule-%05d".formatted(number), event)
                        .with(
                                part,
                                number % apart == 1 && number < apart * FITTING ? fitting : others.formatted(number)))
                .toList();
    }

    private Ask common(String name, SourceEvent event) {
        Ask ask = new Ask(name, Map.of("source", event.source().word(), "type", event.type()))
                .with("repository", Payloads.REPOSITORY);
        return isBuild() ? ask.with("workflow", Payloads.WORKFLOW) : ask.with("mention", Payloads.MENTION);
    }
}
