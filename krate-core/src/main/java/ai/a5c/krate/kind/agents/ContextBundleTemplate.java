package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import java.util.List;

/** What goes into the context of a run, and how much. */
public record ContextBundleTemplate(
        @Field("Kinds of sources that go in; empty for what the task needs.")
        List<Part> include,

        @Field(value = "Bytes of the whole context.", def = "750000", min = 1024, max = 768000)
        long maxBytes,

        @Field(value = "Whether what looks like a secret is taken out; it is in any case.", def = "true")
        boolean redactSecrets) {

    public ContextBundleTemplate {
        include = List.copyOf(include);
    }

    /** Kinds of sources of context. */
    public enum Part {
        FILES,
        DIFF,
        CHANGED_FILES,
        COMMITS,
        AGENTS_DOC,
        ISSUE,
        PULL_REQUEST,
        COMMENTS,
        CI_LOG,
        TEST_FAILURES,
        ARTIFACTS,
        EARLIER_RUNS,
        MEMORY
    }
}
