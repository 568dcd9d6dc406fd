package ai.a5c.krate.kind.memory;

import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.util.List;

/** Which kinds of records and edges a memory may hold. */
@KindInfo(
        plural = "agentmemoryontologies",
        shortNames = "ontology",
        storage = Storage.CONFIG,
        doc = "Which kinds of records and edges a memory may hold.",
        columns = {"Memory=.spec.memoryRepository", "Path=.spec.ontologyPath", "Enforcement=.spec.enforcement"},
        wide = {"Commit=.status.commit", "Digest=.status.digest"})
public record AgentMemoryOntology(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentMemoryOntology withMetadata(Metadata next) {
        return new AgentMemoryOntology(next, spec, status);
    }

    /** The same with another status. */
    public AgentMemoryOntology with(Status next) {
        return new AgentMemoryOntology(metadata, spec, next);
    }

    /** Where it stands in the memory. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(
                    value = "The memory that it is for.",
                    required = true,
                    ref = "AgentMemoryRepository",
                    indexed = true,
                    immutable = true)
            String memoryRepository,

            @Field(value = "The directory of its files in the memory.", required = true, form = Form.PATH)
            String ontologyPath,

            @Field(value = "What becomes of proposals that it does not allow.", def = "refuse")
            Enforcement enforcement) {}

    /** What was read of it. */
    public record Status(
            @Field("The spec generation that the conditions speak of.")
            long observedGeneration,

            @Field(value = "The commit that it was read at.", form = Form.COMMIT)
            String commit,

            @Field(value = "The digest of its files there.", form = Form.DIGEST)
            String digest,

            @Field("The kinds of records it knows.") List<String> nodeKinds,
            @Field("The kinds of edges it knows.") List<String> edgeKinds,

            @Field("What is wrong with it, or with records under it, bounded.")
            List<String> faults,

            @Field(value = "Parsed, RecordsValid, Ready.", listKey = "type")
            List<Condition> conditions) {

        public Status {
            nodeKinds = List.copyOf(nodeKinds);
            edgeKinds = List.copyOf(edgeKinds);
            faults = List.copyOf(faults);
            conditions = List.copyOf(conditions);
        }
    }

    /** What becomes of proposals that the ontology does not allow. */
    public enum Enforcement {
        REFUSE,
        WARN
    }
}
