package ai.a5c.krate.kind.core;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;

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

            @Field("Whether Krate makes the namespace where there is a cluster.")
            boolean createNamespace) {}
}
