package ai.a5c.krate.engine;

import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.kind.core.OrgSharingPolicy;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Resource;

/**
 * Has conditions looked at again, and sessions of attempts that are over sealed, in the transaction that changed what
 * they depend on.
 *
 * <p>One message a namespace, however much changes: who looks sees everything that was committed before.
 */
final class Wake {

    private Wake() {}

    /** Wakes whoever goes on after {@code resource} was written. */
    static void after(Records records, Resource resource) {
        if (resource instanceof AgentDispatchAttempt attempt && isOver(attempt)) {
            records.transaction().send(Topics.TRANSCRIPT, attempt.key().toString(), records.now());
        }
        if (resource instanceof AgentApproval approval
                && !approval.spec().dispatchRun().isEmpty()) {
            records.get(
                            AgentDispatchRun.class,
                            approval.metadata().namespace(),
                            approval.spec().dispatchRun())
                    .ifPresent(run -> ofRun(records, run));
        }
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

    /** Has what is said of {@code run} at its work item looked at. */
    static void ofRun(Records records, AgentDispatchRun run) {
        if (!run.spec().workItem().isEmpty()) {
            records.transaction().send(Topics.STATUS, run.key().toString(), records.now());
        }
    }

    private static boolean isOver(AgentDispatchAttempt attempt) {
        return attempt.status().finishedAt() != null
                && !attempt.status().runtimeSession().isEmpty();
    }

    private static void send(Records records, String namespace) {
        records.transaction().send(Topics.READINESS, namespace, records.now());
    }
}
