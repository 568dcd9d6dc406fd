package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Map;

/** What an agent is told, with provenance; never changes. */
@KindInfo(
        plural = "agentcontextbundles",
        shortNames = "bundle",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "What an agent is told, with provenance; never changes.",
        columns = {"Run=.spec.dispatchRun", "Bytes=.spec.promptBytes"},
        wide = {"Digest=.spec.digest"})
public record AgentContextBundle(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentContextBundle withMetadata(Metadata next) {
        return new AgentContextBundle(next, spec, status);
    }

    /** The same with another status. */
    public AgentContextBundle with(Status next) {
        return new AgentContextBundle(metadata, spec, next);
    }

    /** The bundle; the prompt is a blob. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The run.", required = true, ref = "AgentDispatchRun", indexed = true, immutable = true)
            String dispatchRun,

            @Field(value = "The bundle's digest.", required = true, form = Form.DIGEST, immutable = true)
            String digest,

            @Field(value = "Its layers in order.", required = true, immutable = true)
            List<Layer> sources,

            @Field(value = "The prompt as a blob.", form = Form.DIGEST, immutable = true)
            String promptDigest,

            @Field(value = "The prompt's length.", min = 0, immutable = true)
            long promptBytes,

            @Field(value = "What was redacted, by category.", immutable = true)
            Map<String, Integer> redactions,

            @Field(value = "What looked odd in text from outside.", immutable = true)
            List<Finding> findings) {

        public Spec {
            sources = List.copyOf(sources);
            redactions = Map.copyOf(redactions);
            findings = List.copyOf(findings);
        }
    }

    /** One layer. */
    public record Layer(
            @Field("Which of the eight.") String layer,
            @Field("Where it comes from.") String origin,

            @Field(value = "How far that is trusted.", def = "untrusted")
            Trust trust,

            @Field(value = "The digest of its text.", form = Form.DIGEST)
            String digest,

            @Field(value = "Its length.", min = 0) long bytes,

            @Field(value = "How many bytes were left out.", min = 0)
            long truncatedBytes) {}

    /** Something odd in text from outside. */
    public record Finding(
            @Field("What.") String kind,
            @Field(value = "How often.", min = 1) int count) {}

    /** Nothing moves here. */
    public record Status(@Field("The generation seen.") long observedGeneration) {}
}
