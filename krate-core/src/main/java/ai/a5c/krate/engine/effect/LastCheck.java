package ai.a5c.krate.engine.effect;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.Approvers;
import ai.a5c.krate.engine.Bindings;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.GitTrouble;
import ai.a5c.krate.engine.Leaks;
import ai.a5c.krate.engine.PatchRisks;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.RunStates;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.WriteBacks;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.Decision;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.writeback.CheckInput;
import ai.a5c.krate.writeback.CheckInput.RunStanding;
import ai.a5c.krate.writeback.Consent;
import ai.a5c.krate.writeback.EffectBinding;
import ai.a5c.krate.writeback.ReasonCode;
import ai.a5c.krate.writeback.SourceCheck;
import ai.a5c.krate.writeback.Verdict;
import ai.a5c.krate.writeback.WriteBackCheck;
import ai.a5c.krate.writeback.WriteBackPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Loads what counts at the moment of the write, and asks whether exactly this may be written now. */
final class LastCheck {

    private final Desk desk;
    private final Reviews reviews;
    private final Whereabouts whereabouts;
    private final Leaks leaks;
    private final Approvers approvers;

    LastCheck(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
        this.whereabouts = new Whereabouts(desk);
        this.leaks = new Leaks(desk);
        this.approvers = new Approvers(desk);
    }

    /** Whether {@code one} may be written now; people are looked up last, right before the write. */
    Judged check(AgentWriteBack one) {
        String namespace = one.metadata().namespace();
        AgentDispatchRun run = desk.write(records ->
                records.need(AgentDispatchRun.class, namespace, one.spec().dispatchRun()));
        Optional<AgentApproval> approval =
                desk.get(AgentApproval.class, namespace, one.status().approval());
        List<AgentWriteBack> bound = bound(run, approval);
        Verdict verdict = check(one, run, bound, consent(run, approval, bound, true));
        if (!(verdict instanceof Verdict.Allowed) || approval.isEmpty()) {
            return new Judged(verdict, List.of());
        }
        List<Decision> revoked = approvers.revoked(approval.get(), run.spec().repository());
        return revoked.isEmpty()
                ? new Judged(verdict, List.of())
                : new Judged(check(one, run, bound, consent(run, approval, bound, false)), revoked);
    }

    private Verdict check(AgentWriteBack one, AgentDispatchRun run, List<AgentWriteBack> bound, Consent consent) {
        Optional<Verdict.Refused> refusal = SourceCheck.refusal(Bindings.mutation(one), source(run, one), consent);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (one.spec().action().equals("open-pr") && pushed(one).isEmpty()) {
            return Verdict.Refused.because(ReasonCode.BRANCH_MISSING, Bindings.mutation(one));
        }
        Optional<String> leak = leak(one);
        EffectBinding now = Bindings.of(run, head(run), policyNow(run), bound);
        Verdict verdict = WriteBackCheck.check(new CheckInput(
                Bindings.mutation(one),
                consent,
                now,
                policy(run),
                standing(run),
                desk.write(records -> PatchRisks.of(records, one)),
                leak.isPresent() || carriesSecret(one)));
        return verdict instanceof Verdict.Refused refused && refused.code() == ReasonCode.SECRET_IN_ARTIFACT
                ? leak.map(refused::naming).orElse(refused)
                : verdict;
    }

    /** The push that has made the branch which {@code one} is about. */
    Optional<AgentWriteBack> pushed(AgentWriteBack one) {
        return desk
                .write(records -> WriteBacks.of(
                        records,
                        records.need(
                                AgentDispatchRun.class,
                                one.metadata().namespace(),
                                one.spec().dispatchRun())))
                .stream()
                .filter(other -> other.spec().action().equals("branch-push"))
                .filter(other -> other.spec().target().equals(one.spec().target()))
                .filter(other -> other.status().phase() == WriteBackPhase.SETTLED)
                .findFirst();
    }

    /** The names of secrets in anything that the remote side would be given. */
    private Optional<String> leak(AgentWriteBack one) {
        List<String> said = new ArrayList<>(one.spec().parameters().values());
        said.add(one.spec().target());
        said.add(Blobs.text(desk.ports(), one.spec().contentDigest()));
        return leaks.in(one.metadata().namespace(), said);
    }

    private SourceCheck.Source source(AgentDispatchRun run, AgentWriteBack one) {
        String written =
                one.spec().parameters().getOrDefault("patchDigest", one.spec().contentDigest());
        Optional<AgentArtifact> artifact = desk.get(
                AgentArtifact.class, one.metadata().namespace(), one.spec().artifact());
        boolean own = artifact.map(found -> found.spec().dispatchRun())
                .map(run.metadata().name()::equals)
                .orElseGet(() -> run.status().childRuns().isEmpty());
        return new SourceCheck.Source(
                new Digest(written), own ? Optional.empty() : Optional.of(subagent(run, artifact)));
    }

    private SourceCheck.Subagent subagent(AgentDispatchRun run, Optional<AgentArtifact> artifact) {
        boolean succeeded = artifact.map(found -> found.spec().dispatchRun())
                .filter(run.status().childRuns()::contains)
                .flatMap(
                        child -> desk.get(AgentDispatchRun.class, run.metadata().namespace(), child))
                .filter(child -> !child.spec().request().subagent().isEmpty())
                .filter(child -> child.status().phase() == RunPhase.SUCCEEDED)
                .isPresent();
        return new SourceCheck.Subagent(
                succeeded, artifact.map(found -> new Digest(found.spec().digest())));
    }

    private List<AgentWriteBack> bound(AgentDispatchRun run, Optional<AgentApproval> approval) {
        List<AgentWriteBack> all = desk.write(records -> WriteBacks.of(records, run));
        return approval.map(question -> all.stream()
                        .filter(one -> question.spec().actions().stream()
                                .anyMatch(
                                        action -> action.ordinal() == one.spec().ordinal()))
                        .toList())
                .orElse(all);
    }

    /**
     * The head of the pull request as the remote has it now; for an issue the commit that the work began at.
     *
     * @throws GitRefusedException if the remote cannot be asked just now
     */
    String head(AgentDispatchRun run) {
        if (!run.spec().workItem().startsWith("pull-request/")
                || run.spec().branch().isEmpty()) {
            return run.spec().sha();
        }
        try {
            return desk.ports()
                    .repositories()
                    .remoteHead(
                            whereabouts.remote(
                                    run.metadata().namespace(), run.spec().repository()),
                            run.spec().branch())
                    .orElse("");
        } catch (GitRefusedException e) {
            if (GitTrouble.mayPass(e)) {
                throw e;
            }
            return "";
        }
    }

    /** The policy as a review would find it now. */
    String policyNow(AgentDispatchRun run) {
        return Bindings.policyVersion(
                run, reviews.review(run, Moment.LAUNCH).snapshotDigest().text());
    }

    private static Consent consent(
            AgentDispatchRun run,
            Optional<AgentApproval> approval,
            List<AgentWriteBack> bound,
            boolean approversStillMay) {
        if (approval.isEmpty()) {
            String policy = Bindings.policyVersion(run, run.status().permissionSnapshotDigest());
            return new Consent.ByRule(Bindings.of(run, run.spec().sha(), policy, bound));
        }
        AgentApproval question = approval.get();
        return switch (question.status().phase()) {
            case APPROVED, APPLIED ->
                new Consent.Given(
                        new Digest(question.spec().bindingDigest()),
                        Bindings.shown(run, question),
                        question.status().approvedOrdinals(),
                        approversStillMay);
            case PENDING -> new Consent.Withheld(Consent.Standing.PENDING);
            case DENIED -> new Consent.Withheld(Consent.Standing.DENIED);
            case EXPIRED -> new Consent.Withheld(Consent.Standing.EXPIRED);
            case SUPERSEDED -> new Consent.Withheld(Consent.Standing.SUPERSEDED);
            case APPLY_FAILED -> new Consent.Withheld(Consent.Standing.APPLY_FAILED);
        };
    }

    private static WriteBackPolicy policy(AgentDispatchRun run) {
        return new WriteBackPolicy(
                new HashSet<>(run.spec().writeBackPolicy().allowedTargets()),
                true,
                run.status().childRuns().isEmpty()
                        ? new HashSet<>(run.spec().writeBackPolicy().autoAllow())
                        : Set.of());
    }

    private static RunStanding standing(AgentDispatchRun run) {
        if (run.status().finishedAt() != null) {
            return RunStanding.ENDED;
        }
        if (run.status().cancelRequested()) {
            return RunStanding.CANCELLING;
        }
        return RunStates.of(run).isWritingBack() ? RunStanding.WRITING_BACK : RunStanding.ENDED;
    }

    /**
     * What was found.
     *
     * @param revoked the answers that count no longer, where the verdict is refused for that
     */
    record Judged(Verdict verdict, List<Decision> revoked) {}

    private boolean carriesSecret(AgentWriteBack one) {
        return desk.get(
                        AgentArtifact.class,
                        one.metadata().namespace(),
                        one.spec().artifact())
                .map(artifact -> one.spec().action().equals("branch-push")
                        && !artifact.spec().redactions().isEmpty())
                .orElse(false);
    }
}
