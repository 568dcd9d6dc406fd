package ai.a5c.krate.kind.memory;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;

/** Says that a part of a memory is about something in Krate; queries about it find that part first. */
@KindInfo(
        plural = "agentmemoryassociations",
        shortNames = "memassoc",
        storage = Storage.CONFIG,
        doc = "Says that a part of a memory is about something in Krate; queries about it find that part first.",
        columns = {
            "Memory=.spec.memoryRef.repository",
            "Relationship=.spec.relationship",
            "Kind=.spec.targetRef.kind",
            "Target=.spec.targetRef.name"
        },
        wide = {"Record=.spec.memoryRef.record", "Path=.spec.memoryRef.path"})
public record AgentMemoryAssociation(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentMemoryAssociation withMetadata(Metadata next) {
        return new AgentMemoryAssociation(next, spec, status);
    }

    /** What belongs to what. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "The part of the memory.", required = true)
            MemoryRef memoryRef,

            @Field(value = "What it is about.", required = true)
            TargetRef targetRef,

            @Field(value = "How the one stands to the other.", required = true)
            Relationship relationship,

            @Field("Why, for people.") String note) {}

    /** A part of a memory: one record, or one path. */
    @Rule(
            check = Check.EXACTLY_ONE,
            fields = {"record", "path"})
    public record MemoryRef(
            @Field(value = "The memory.", required = true, ref = "AgentMemoryRepository", indexed = true)
            String repository,

            @Field("The id of a record in the graph.") String record,

            @Field(value = "A file or a directory.", form = Form.PATH)
            String path) {}

    /** Something in Krate. */
    public record TargetRef(
            @Field(value = "What kind of thing.", required = true)
            TargetKind kind,

            @Field(
                    value = "Its name; for a work item its repository and id, as in shop/issue/12.",
                    required = true,
                    indexed = true)
            String name) {}

    /** What a part of a memory can be about. */
    public enum TargetKind {
        REPOSITORY,
        WORK_ITEM,
        STACK,
        SUBAGENT,
        SKILL,
        TRIGGER_RULE,
        CONTEXT_LABEL,
        RUNNER_POOL,
        TEAM,
        USER
    }

    /** How a part of a memory stands to its target. */
    public enum Relationship {
        DOCUMENTS,
        RUNBOOK_FOR,
        DECISION_ABOUT,
        INCIDENT_OF,
        OWNED_BY,
        RELATED_TO
    }
}
