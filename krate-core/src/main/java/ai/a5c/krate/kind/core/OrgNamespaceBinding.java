package ai.a5c.krate.kind.core;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import java.util.Map;

/** Ties a namespace to its organization, one to one. */
@KindInfo(
        plural = "orgnamespacebindings",
        shortNames = "orgns",
        storage = Storage.CONFIG,
        installation = true,
        doc = "Ties a namespace to its organization, one to one.",
        columns = {"Organization=.spec.organizationRef", "Namespace=.spec.namespace"})
public record OrgNamespaceBinding(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public OrgNamespaceBinding withMetadata(Metadata next) {
        return new OrgNamespaceBinding(next, spec, status);
    }

    /** Which namespace belongs to which organization. */
    public record Spec(
            @Field(value = "The organization.", required = true, ref = "Organization", indexed = true, immutable = true)
            String organizationRef,

            @Field(value = "Its namespace.", required = true, form = Form.NAME, indexed = true, immutable = true)
            String namespace,

            @Field(
                    value = "Whether Krate makes the namespace where there is a cluster. Recorded; not used yet.",
                    def = "false")
            boolean createNamespace,

            @Field("Labels of the namespace where there is a cluster. Recorded; not used yet.")
            Map<String, String> labels,

            @Field(
                    value =
                            "Whether agents act under accounts that Krate makes, or under those that are there already. Recorded; not used yet.",
                    def = "existing")
            ServiceAccountPolicy serviceAccountPolicy) {

        public Spec {
            labels = Map.copyOf(labels);
        }
    }

    /** Whose work the native service accounts of a namespace are. */
    public enum ServiceAccountPolicy {
        EXISTING,
        MANAGED
    }
}
