package ai.a5c.krate.engine;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.writeback.EffectBinding;
import ai.a5c.krate.writeback.Mutation;
import java.util.List;
import java.util.Map;

/** Work item, head, base, policy and effects of a run in one digest: made for the approval, made again for the write. */
public final class Bindings {

    private Bindings() {}

    /** The binding of {@code writeBacks} at {@code headSha} under {@code policyVersion}. */
    public static EffectBinding of(
            AgentDispatchRun run, String headSha, String policyVersion, List<AgentWriteBack> writeBacks) {
        return new EffectBinding(
                workItem(run),
                headSha,
                run.spec().sha(),
                policyVersion,
                writeBacks.stream().map(Bindings::mutation).toList());
    }

    /** What the people who decided on {@code approval} were shown. */
    public static EffectBinding shown(AgentDispatchRun run, AgentApproval approval) {
        AgentApproval.Spec spec = approval.spec();
        return new EffectBinding(
                workItem(run),
                spec.headSha(),
                spec.baseSha(),
                spec.policyVersion(),
                spec.actions().stream()
                        .map(action -> new Mutation(
                                action.ordinal(), action.action(), action.target(), new Digest(action.digest())))
                        .toList());
    }

    /** One write-back as it is bound. */
    public static Mutation mutation(AgentWriteBack one) {
        return new Mutation(
                one.spec().ordinal(),
                one.spec().action(),
                target(one),
                new Digest(one.spec().contentDigest()));
    }

    /** What a write-back changes, with organization and repository. */
    public static String target(AgentWriteBack one) {
        return "%s/%s:%s"
                .formatted(
                        one.metadata().namespace(),
                        one.spec().repository(),
                        one.spec().target());
    }

    /** The policy of {@code run} under a review: changes with every grant, identity, pool and rule that counts. */
    public static String policyVersion(AgentDispatchRun run, String reviewDigest) {
        return Digest.of(CanonicalJson.text(Map.of(
                        "review",
                        reviewDigest,
                        "approvalPolicy",
                        run.spec().approvalPolicy(),
                        "writeBackPolicy",
                        run.spec().writeBackPolicy())))
                .text();
    }

    private static String workItem(AgentDispatchRun run) {
        String item = run.spec().workItem().isEmpty()
                ? "run/" + run.metadata().name()
                : run.spec().workItem();
        return "%s/%s#%s".formatted(run.metadata().namespace(), run.spec().repository(), item);
    }
}
