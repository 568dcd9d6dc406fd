package ai.a5c.krate.kind.memory;

import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.util.List;

/** The grant to read a part of a memory; what no source includes leaves no trace in answers. */
@KindInfo(
        plural = "agentmemorysources",
        shortNames = "memsource",
        storage = Storage.CONFIG,
        doc = "The grant to read a part of a memory; what no source includes leaves no trace in answers.",
        columns = {"Memory=.spec.repositoryRef", "Mode=.spec.defaultQueryMode"},
        wide = "Bytes=.spec.maxContextBytes")
public record AgentMemorySource(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentMemorySource withMetadata(Metadata next) {
        return new AgentMemorySource(next, spec, status);
    }

    /** What is granted to whom. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(
                    value = "The memory that is read.",
                    required = true,
                    ref = "AgentMemoryRepository",
                    indexed = true,
                    immutable = true)
            String repositoryRef,

            @Field(value = "Who may read.", required = true) Readers appliesTo,

            @Field(value = "What may be read.", required = true)
            Included include,

            @Field("What may not be read, whatever is included.")
            Excluded exclude,

            @Field(value = "How the memory is asked when a query does not say.", def = "graph-and-grep")
            AgentMemoryQuery.Mode defaultQueryMode,

            @Field(
                    value = "The most that goes into one context bundle, in bytes.",
                    def = "32768",
                    min = 1,
                    max = 262_144)
            long maxContextBytes) {}

    /** Who may read: whoever each list that is not empty names. */
    @Rule(
            check = Check.AT_LEAST_ONE,
            fields = {"stacks", "subagents", "repositories", "taskKinds"})
    public record Readers(
            @Field(value = "Agents of these stacks.", ref = "AgentStack")
            List<String> stacks,

            @Field(value = "These subagents.", ref = "AgentSubagent")
            List<String> subagents,

            @Field(value = "Work for these repositories.", ref = "Repository")
            List<String> repositories,

            @Field("Work of these kinds.") List<TaskKind> taskKinds) {

        public Readers {
            stacks = List.copyOf(stacks);
            subagents = List.copyOf(subagents);
            repositories = List.copyOf(repositories);
            taskKinds = List.copyOf(taskKinds);
        }
    }

    /** What may be read: whatever one of the lists names. */
    @Rule(
            check = Check.AT_LEAST_ONE,
            fields = {"paths", "graphKinds"})
    public record Included(
            @Field(value = "Paths of files.", form = Form.GLOB)
            List<String> paths,

            @Field("Kinds of records in the graph, as the ontology names them.")
            List<String> graphKinds) {

        public Included {
            paths = List.copyOf(paths);
            graphKinds = List.copyOf(graphKinds);
        }
    }

    /** What may not be read: whatever one of the lists names. */
    public record Excluded(
            @Field(value = "Paths of files.", form = Form.GLOB)
            List<String> paths,

            @Field("Kinds of records in the graph, as the ontology names them.")
            List<String> graphKinds) {

        public Excluded {
            paths = List.copyOf(paths);
            graphKinds = List.copyOf(graphKinds);
        }
    }
}
