package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import java.util.Locale;

/** Names an issue or a pull request. */
public record WorkItemRef(
        @Field(value = "The repository.", required = true, ref = "Repository", indexed = true, immutable = true)
        String repository,

        @Field(value = "Which of the two.", required = true, indexed = true, immutable = true)
        WorkItemKind kind,

        @Field(value = "Its number in the repository.", required = true, min = 1, indexed = true, immutable = true)
        long number) {

    /** As runs name it: {@code issue/1} or {@code pull-request/3}. */
    public String id() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + "/" + number;
    }

    /** The two kinds of work items. */
    public enum WorkItemKind {
        ISSUE,
        PULL_REQUEST
    }
}
