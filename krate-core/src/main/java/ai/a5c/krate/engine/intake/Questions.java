package ai.a5c.krate.engine.intake;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.engine.Approvals;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule.ApprovalPolicy;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.review.PermissionReview;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Questions that a person must answer before there is a run, or before it starts. */
final class Questions {

    private final RunBook book = new RunBook();

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
                        expiry(records.now(), policy.expiresAfter())),
                Labels.of("org", event.organization(), "work-item", request.workItem()));
    }

    /** Asks about everything that the review wants a person for, and holds the run until it is answered. */
    AgentDispatchRun hold(Records records, AgentDispatchRun run, PermissionReview review) {
        AgentApproval question = Approvals.store(
                records,
                approval(
                        run.metadata().namespace(),
                        new AgentApproval.Spec(
                                run.spec().organizationRef(),
                                run.metadata().name(),
                                "secret",
                                run.spec().requester().login(),
                                run.spec().requester().id(),
                                "",
                                run.spec().workItem(),
                                List.of(),
                                review.snapshotDigest().text(),
                                run.spec().sha(),
                                "",
                                review.snapshotDigest().text(),
                                review.approvalRequirements().stream()
                                        .map(PermissionReview.ApprovalRequirement::message)
                                        .toList(),
                                run.spec().policy().fourEyes(),
                                run.spec().policy().approvals(),
                                expiry(records.now(), run.spec().policy().expiresAfter())),
                        run.metadata().labels()));
        AgentDispatchRun asked =
                records.update(run.with(run.status().asked(question.metadata().name())));
        return book.on(
                records, asked, new RunEvent.HeldForApproval(question.metadata().name()), "krate");
    }

    private static AgentApproval approval(String namespace, AgentApproval.Spec spec, Map<String, String> labels) {
        String name = Names.seeded(
                "approval", spec.dispatchRun() + spec.triggerExecution() + spec.action() + spec.bindingDigest());
        return new AgentApproval(Metadata.named(namespace, name, labels), spec, Approvals.pending());
    }

    private static Instant expiry(Instant now, String after) {
        return now.plus(Durations.parse(after));
    }
}
