package ai.a5c.krate.kind.memory;

import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.GlobRules;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An organization's memory: a Git repository of Markdown and YAML. */
@KindInfo(
        plural = "agentmemoryrepositories",
        shortNames = "memory",
        storage = Storage.CONFIG,
        doc = "An organization's memory: a Git repository of Markdown and YAML.",
        columns = {"Repository=.spec.repositoryRef", "Branch=.spec.defaultBranch", "Records=.status.records"},
        wide = {"Layout=.spec.layoutProfile", "Commit=.status.commit"})
public record AgentMemoryRepository(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentMemoryRepository withMetadata(Metadata next) {
        return new AgentMemoryRepository(next, spec, status);
    }

    /** The same with another status. */
    public AgentMemoryRepository with(Status next) {
        return new AgentMemoryRepository(metadata, spec, next);
    }

    /** Where the memory is, and how it may change. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(
                    value = "The repository that holds the memory.",
                    required = true,
                    ref = "Repository",
                    immutable = true)
            String repositoryRef,

            @Field(value = "The branch that is the truth.", required = true)
            String defaultBranch,

            @Field(value = "How files and records are laid out.", required = true)
            LayoutProfile layoutProfile,

            @Field(value = "The directory that holds the memory; empty for the whole repository.", form = Form.PATH)
            String rootPath,

            @Field("The name that people read.") String displayName,
            @Field("How proposals become part of it.") UpdatePolicy updatePolicy,
            @Field("What may be imported from runs.") ImportPolicy importPolicy) {}

    /** How proposals become part of the memory. */
    public record UpdatePolicy(
            @Field(value = "How many people must approve a proposal before it is merged.", def = "1", min = 1, max = 2)
            int approvals,

            @Field(value = "Whether whoever proposed may not approve.", def = "true")
            boolean fourEyes,

            @Field("Paths that proposals may change.") GlobRules paths,

            @Field(value = "What the branches of proposals begin with.", def = "krate/memory/")
            String branchPrefix) {}

    /** What may be imported from runs. */
    public record ImportPolicy(
            @Field(value = "What is kept of a run when an import does not say.", def = "summary-only")
            AgentRunMemoryImport.RetentionTier defaultTier,

            @Field("Tiers that an import may ask for; empty for the default one only.")
            List<AgentRunMemoryImport.RetentionTier> allowedTiers,

            @Field("Whether runs that have not ended may be imported.")
            boolean activeRuns) {

        public ImportPolicy {
            allowedTiers = List.copyOf(allowedTiers);
        }
    }

    /** What was found at the latest commit. */
    public record Status(
            @Field("The spec generation that the conditions speak of.")
            long observedGeneration,

            @Field(value = "The commit that was read last.", form = Form.COMMIT)
            String commit,

            @Field("When it was read.") @Nullable Instant indexedAt,
            @Field("How many records the graph has there.") long records,
            @Field("How many files are readable there.") long files,

            @Field(value = "The digest of the ontology there.", form = Form.DIGEST)
            String ontologyDigest,

            @Field(value = "The digest of the index made of it.", form = Form.DIGEST)
            String indexDigest,

            @Field(value = "RepositoryReady, OntologyValid, IndexReady, Ready.", listKey = "type")
            List<Condition> conditions) {

        public Status {
            conditions = List.copyOf(conditions);
        }
    }

    /** How files and records are laid out. */
    public enum LayoutProfile {
        /** Ontology and graph as YAML, records as Markdown with frontmatter. */
        ATLAS_MD_YAML_V1
    }
}
