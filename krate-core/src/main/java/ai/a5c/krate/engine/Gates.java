package ai.a5c.krate.engine;

import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.review.PermissionReview;
import java.util.List;

/** Holds runs for whose permissions a person must answer before they start. */
public final class Gates {

    private final RunBook book = new RunBook();

    /** Asks about everything that the review wants a person for, and holds the run until it is answered. */
    public AgentDispatchRun hold(Records records, AgentDispatchRun run, PermissionReview review) {
        AgentApproval question = Approvals.store(records, question(records, run, review));
        AgentDispatchRun asked =
                records.update(run.with(run.status().asked(question.metadata().name())));
        return book.on(
                records, asked, new RunEvent.HeldForApproval(question.metadata().name()), "krate");
    }

    /** Whether a person has said yes to exactly what {@code review} says. */
    public static boolean isAnswered(Records records, AgentDispatchRun run, PermissionReview review) {
        String binding = review.snapshotDigest().text();
        return run.status().approvals().stream()
                .flatMap(name -> records.get(AgentApproval.class, run.metadata().namespace(), name).stream())
                .filter(approval -> approval.spec().bindingDigest().equals(binding))
                .map(approval -> approval.status().phase())
                .anyMatch(phase -> phase == ApprovalPhase.APPROVED || phase == ApprovalPhase.APPLIED);
    }

    private static AgentApproval question(Records records, AgentDispatchRun run, PermissionReview review) {
        String digest = review.snapshotDigest().text();
        String name = Names.seeded(
                "approval",
                run.metadata().uid() + "/secret/" + digest + "/"
                        + run.status().approvals().size());
        AgentApproval.Spec spec = new AgentApproval.Spec(
                run.spec().organizationRef(),
                run.metadata().name(),
                "secret",
                run.spec().requester().login(),
                run.spec().requester().id(),
                "",
                run.spec().workItem(),
                List.of(),
                digest,
                run.spec().sha(),
                "",
                digest,
                review.approvalRequirements().stream()
                        .map(PermissionReview.ApprovalRequirement::message)
                        .toList(),
                run.spec().approvalPolicy().fourEyes(),
                run.spec().approvalPolicy().approvals(),
                records.now().plus(Durations.parse(run.spec().approvalPolicy().expiresAfter())),
                AgentApproval.Delta.NONE);
        return new AgentApproval(
                Metadata.named(run.metadata().namespace(), name, run.metadata().labels()), spec, Approvals.pending());
    }
}
