package ai.a5c.krate.kind.memory;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says which commit of a memory is meant; a read is always at the one commit that it resolves to. */
@Rule(
        check = Check.REQUIRED_WHEN,
        fields = "ref",
        when = "resolve",
        is = {"explicit-ref", "snapshot-tag"})
@Rule(check = Check.REQUIRED_WHEN, fields = "at", when = "resolve", is = "ref-at-time")
@Rule(
        check = Check.FORBIDDEN_WHEN,
        fields = {"ref", "at"},
        when = "resolve",
        is = "current")
public record MemoryVersion(
        @Field(value = "How the commit is found.", def = "current", immutable = true)
        Resolve resolve,

        @Field(
                value = "The branch, tag or commit; for ref-at-time a branch, empty for the default one.",
                immutable = true)
        String ref,

        @Field(value = "For ref-at-time: the commit is the latest one at or before this time.", immutable = true)
        @Nullable Instant at) {

    /** How the commit is found. */
    public enum Resolve {
        /** The head of the default branch. */
        CURRENT,
        /** The ref that is named. */
        EXPLICIT_REF,
        /** The tag of a snapshot. */
        SNAPSHOT_TAG,
        /** The latest commit at or before a time, by committer date, merges included. */
        REF_AT_TIME
    }
}
