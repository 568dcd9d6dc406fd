package ai.a5c.krate.kind.memory;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says which commit of a memory is meant, the current one if it says nothing; every read is at one commit. */
@Rule(
        check = Check.AT_MOST_ONE,
        fields = {"ref", "snapshotTag", "at"})
public record MemoryVersion(
        @Field(value = "The commit of this branch, tag or digest.", immutable = true)
        String ref,

        @Field(value = "The commit that this tag of a snapshot names.", immutable = true)
        String snapshotTag,

        @Field(
                value = "The latest commit of the default branch at or before this time, by committer date.",
                immutable = true)
        @Nullable Instant at) {

    /** How the commit is found. */
    public Resolve resolve() {
        if (at != null) {
            return Resolve.REF_AT_TIME;
        }
        if (!snapshotTag.isEmpty()) {
            return Resolve.SNAPSHOT_TAG;
        }
        return ref.isEmpty() ? Resolve.CURRENT : Resolve.EXPLICIT_REF;
    }

    /** The ways to find a commit. */
    public enum Resolve {
        CURRENT,
        EXPLICIT_REF,
        SNAPSHOT_TAG,
        REF_AT_TIME
    }
}
