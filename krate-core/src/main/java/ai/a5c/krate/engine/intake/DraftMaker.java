package ai.a5c.krate.engine.intake;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.ApprovalPolicy;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun.WriteBackPolicy;
import ai.a5c.krate.kind.execution.FailureNote;
import ai.a5c.krate.kind.execution.QueuePlace;
import ai.a5c.krate.kind.execution.RunRequest;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.ReviewRequest;
import ai.a5c.krate.trigger.Modifiers;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Prepares a run outside of any transaction: finds its commit, reviews it, assembles its context. */
final class DraftMaker {

    private static final int MAX_ATTEMPTS = 2;

    private final Desk desk;
    private final Reviews reviews;
    private final Whereabouts whereabouts;
    private final BundleMaker bundles;
    private final Origins origins;

    DraftMaker(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
        this.whereabouts = new Whereabouts(desk);
        this.bundles = new BundleMaker(desk);
        this.origins = new Origins(desk);
    }

    Draft draft(Request request) {
        return draft(request, Moment.CREATE_DISPATCH);
    }

    /** The draft as its review decides at {@code moment}. */
    Draft draft(Request request, Moment moment) {
        String sha = sha(request);
        AgentTriggerRule.Spec rule = request.match().rule().spec();
        Optional<AgentStack> stack = desk.get(AgentStack.class, request.namespace(), request.stack());
        String pool = pool(rule, stack);
        Reviewed reviewed = reviewed(request, reviewRequest(request, sha, pool, moment));
        Instant now = desk.ports().clock().instant();
        String name = RunMaker.runName(request, now);
        AgentContextBundle bundle = bundles.bundle(request, name, stack);
        String snapshot = Blobs.put(
                desk.ports(), CanonicalJson.text(stack.map(ResourceCodec::write).orElse(Map.of())));
        AgentDispatchRun.Spec spec = spec(
                request, new Found(sha, pool, snapshot, writeBackPolicy(stack, rule), now, parent(request)), bundle);
        return new Draft(
                new AgentDispatchRun(
                        Metadata.named(request.namespace(), name, labels(request, name)),
                        spec,
                        status(reviewed, bundle)),
                bundle,
                reviewed);
    }

    private static String pool(AgentTriggerRule.Spec rule, Optional<AgentStack> stack) {
        return rule.runnerPool().isEmpty()
                ? stack.map(one -> one.spec().runnerPool()).orElse("")
                : rule.runnerPool();
    }

    /** What is asked of the review of {@code request} at {@code moment}, whatever the commit. */
    ReviewRequest question(Request request, Moment moment) {
        AgentTriggerRule.Spec rule = request.match().rule().spec();
        Optional<AgentStack> stack = desk.get(AgentStack.class, request.namespace(), request.stack());
        return reviewRequest(request, "", pool(rule, stack), moment);
    }

    /** The review that answers {@code question}. */
    PermissionReview review(Request request, ReviewRequest question) {
        return reviewed(request, question).review();
    }

    private Reviewed reviewed(Request request, ReviewRequest question) {
        return reviews.reviewed(
                request.namespace(),
                question,
                Set.copyOf(request.match().rule().spec().approvalPolicy().requireFor()));
    }

    /** The event's commit, or else the head of the default branch; the mirror is brought up to date for the guide. */
    private String sha(Request request) {
        Optional<String> chosen = Modifiers.of(request.match()).ref();
        Optional<String> given =
                chosen.isPresent() ? Optional.empty() : request.event().sha();
        Remote remote = whereabouts.remote(request.repository());
        try {
            desk.ports().repositories().fetch(remote);
        } catch (GitRefusedException e) {
            return given.orElseThrow(() -> new PostponedException(e.code() + ": " + e.getMessage()));
        }
        String branch =
                "refs/heads/" + chosen.orElse(request.repository().spec().defaultBranch());
        return given.or(() -> desk.ports().repositories().resolve(remote, branch))
                .orElse("");
    }

    /** The run whose work set off the event, if one did. */
    private String parent(Request request) {
        return origins.cause(request.namespace(), request.event())
                .map(run -> run.metadata().name())
                .orElse("");
    }

    private static ReviewRequest reviewRequest(Request request, String sha, String pool, Moment moment) {
        SourceEvent event = request.event();
        AgentTriggerRule.Spec rule = request.match().rule().spec();
        return new ReviewRequest(
                event.organization(),
                event.repository(),
                Optional.of(branch(request)),
                sha.isEmpty() ? Optional.empty() : Optional.of(sha),
                event.actor().login(),
                request.stack(),
                event.source(),
                rule.taskKind(),
                pool,
                event.trust(),
                moment);
    }

    private static String branch(Request request) {
        Repository repository = request.repository();
        return Modifiers.of(request.match())
                .ref()
                .or(() -> request.event().branch())
                .orElse(repository.spec().defaultBranch());
    }

    /** What was found out about a request before its run is written down. */
    private record Found(
            String sha,
            String pool,
            String stackSnapshot,
            WriteBackPolicy writeBackPolicy,
            Instant now,
            String parent) {}

    private static AgentDispatchRun.Spec spec(Request request, Found found, AgentContextBundle bundle) {
        SourceEvent event = request.event();
        AgentTriggerRule.Spec rule = request.match().rule().spec();
        return new AgentDispatchRun.Spec(
                event.organization(),
                request.repository().metadata().name(),
                request.stack(),
                rule.taskKind(),
                List.of(event.uid()),
                List.of(Joins.joined(request, found.now(), "it asked first")),
                event.ref().orElse(""),
                branch(request),
                found.sha(),
                event.baseRef().orElse(request.repository().spec().defaultBranch()),
                request.workItem(),
                event.workItem().map(WorkItem::title).orElse(""),
                new AgentDispatchRun.Requester(
                        event.actor().login(), event.actor().id()),
                event.trust(),
                event.source(),
                request.match().rule().metadata().name(),
                request.execution(),
                bundle.metadata().name(),
                found.pool(),
                found.stackSnapshot(),
                approvalPolicy(rule),
                found.writeBackPolicy(),
                MAX_ATTEMPTS,
                event.uid(),
                "",
                found.parent(),
                RunRequest.NONE);
    }

    private static WriteBackPolicy writeBackPolicy(Optional<AgentStack> stack, AgentTriggerRule.Spec rule) {
        Set<String> allowed = new LinkedHashSet<>(
                stack.map(one -> one.spec().writeBackPolicy().allowedTargets()).orElse(List.of()));
        if (!rule.writeBackPolicy().allowedTargets().isEmpty()) {
            allowed.retainAll(rule.writeBackPolicy().allowedTargets());
        }
        Set<String> auto = new LinkedHashSet<>(allowed);
        if (rule.approvalPolicy().requireFor().contains(Gate.WRITE_BACK)) {
            auto.clear();
        } else if (stack.map(one -> one.spec().writeBackPolicy().requireApproval())
                .orElse(true)) {
            auto.retainAll(
                    stack.map(one -> one.spec().writeBackPolicy().autoAllow()).orElse(List.of()));
        }
        return new WriteBackPolicy(List.copyOf(allowed), List.copyOf(auto));
    }

    private static ApprovalPolicy approvalPolicy(AgentTriggerRule.Spec rule) {
        return new ApprovalPolicy(
                rule.approvalPolicy().requireFor().stream()
                        .map(gate -> gate.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList(),
                rule.approvalPolicy().fourEyes(),
                rule.approvalPolicy().approvals(),
                rule.approvalPolicy().expiresAfter());
    }

    private static Map<String, String> labels(Request request, String name) {
        return Labels.of(
                "org", request.event().organization(),
                "repository", request.repository().metadata().name(),
                "agent-stack", request.stack(),
                "trigger-rule", request.match().rule().metadata().name(),
                "dispatch-run", name,
                "work-item", request.workItem());
    }

    private AgentDispatchRun.Status status(Reviewed reviewed, AgentContextBundle bundle) {
        return new AgentDispatchRun.Status(
                RunPhase.PENDING,
                0,
                0,
                "none",
                null,
                null,
                reviewed.review().snapshotDigest().text(),
                reviewed.record(desk.ports()),
                bundle.spec().digest(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                false,
                Reason.NONE,
                List.of(),
                1,
                0,
                List.of(),
                QueuePlace.NONE,
                FailureNote.NONE);
    }
}
