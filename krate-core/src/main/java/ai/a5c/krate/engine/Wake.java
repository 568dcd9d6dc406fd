package ai.a5c.krate.engine;

import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.kind.core.OrgSharingPolicy;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Resource;

/**
 * Has conditions looked at again, in the transaction that changed what they may depend on.
 *
 * <p>One message a namespace, however much changes: who looks sees everything that was committed before.
 */
final class Wake {

    private Wake() {}

    /** Wakes the namespaces in which conditions may depend on {@code resource}. */
    static void after(Records records, Resource resource) {
        KindInfo info = KindRegistry.of(resource.getClass()).info();
        boolean needs = resource instanceof AgentCapabilityRequirement requirement && !requirement.isDerived();
        if (info.storage() != Storage.CONFIG && !needs) {
            return;
        }
        if (resource instanceof OrgNamespaceBinding binding) {
            send(records, binding.spec().namespace());
        } else if (resource instanceof OrgSharingPolicy policy) {
            Sharings.namespace(records, policy.spec().targetOrg()).ifPresent(namespace -> send(records, namespace));
        } else if (!info.installation()) {
            send(records, resource.metadata().namespace());
        }
    }

    private static void send(Records records, String namespace) {
        records.transaction().send(Topics.READINESS, namespace, records.now());
    }
}
