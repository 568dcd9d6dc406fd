package ai.a5c.krate.engine.intake;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.Approvals;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule.ApprovalPolicy;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The question that a maintainer must answer before there is a run. */
final class Questions {

    /** Asks a maintainer whether an outsider's request may run, at exactly this head. */
    AgentApproval untrusted(Records records, Request request, Reason reason) {
        SourceEvent event = request.event();
        ApprovalPolicy policy = request.match().rule().spec().approvalPolicy();
        Digest binding = Digest.of(CanonicalJson.text(Map.of(
                "event", event.uid(),
                "sha", event.sha().orElse(""),
                "rule", request.match().ruleDigest().text())));
        return approval(
                request.namespace(),
                new AgentApproval.Spec(
                        event.organization(),
                        "",
                        "untrusted-dispatch",
                        event.actor().login(),
                        event.actor().id(),
                        request.execution(),
                        request.workItem(),
                        List.of(),
                        binding.text(),
                        event.sha().orElse(""),
                        "",
                        request.match().ruleDigest().text(),
                        List.of(reason.message()),
                        true,
                        policy.approvals(),
                        expiry(records.now(), policy.expiresAfter()),
                        AgentApproval.Delta.NONE),
                Labels.of("org", event.organization(), "work-item", request.workItem()));
    }

    private static AgentApproval approval(String namespace, AgentApproval.Spec spec, Map<String, String> labels) {
        String name = Names.seeded("approval", spec.triggerExecution() + spec.action() + spec.bindingDigest());
        return new AgentApproval(Metadata.named(namespace, name, labels), spec, Approvals.pending());
    }

    private static Instant expiry(Instant now, String after) {
        return now.plus(Durations.parse(after));
    }
}
