package ai.a5c.krate.engine.draft;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.Derivation;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Keeping;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.Joined;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun.WriteBackPolicy;
import ai.a5c.krate.kind.execution.AgentWait;
import ai.a5c.krate.kind.execution.FailureNote;
import ai.a5c.krate.kind.execution.QueuePlace;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.ReviewRequest;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Prepares a run outside of any transaction: reviews it and assembles its context. */
public final class DraftMaker {

    private static final int MAX_ATTEMPTS = 4;
    private static final String WRITE_BACK = "write-back";

    private final Desk desk;
    private final Reviews reviews;
    private final BundleMaker bundles;

    public DraftMaker(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
        this.bundles = new BundleMaker(desk);
    }

    /** The draft as its review decides at {@code moment}. */
    public Draft draft(Order order, Moment moment) {
        return draft(order, reviewed(order, moment));
    }

    /** The draft under a review that was made before; its event is kept with it, which its execution refers to. */
    public Draft draft(Order order, Reviewed reviewed) {
        Optional<AgentStack> stack = reviewed.facts().policy().get(AgentStack.class, order.stack());
        Instant now = desk.ports().clock().instant();
        String name = order.runName(now);
        Keeping keeping = new Keeping();
        AgentContextBundle bundle = bundles.bundle(order, name, reviewed, stack, keeping);
        String snapshot =
                keeping.put(CanonicalJson.text(stack.map(ResourceCodec::write).orElse(Map.of())));
        AgentDispatchRun.Status status = status(reviewed, bundle, keeping);
        keeping.put(CanonicalJson.text(order.event()));
        keeping.keep(desk.ports());
        Made made = new Made(pool(order, stack), snapshot, writeBackPolicy(stack, order), now);
        return new Draft(
                new AgentDispatchRun(
                        Metadata.named(order.namespace(), name, labels(order, name)),
                        spec(order, made, bundle),
                        status),
                bundle,
                reviewed);
    }

    /** The review of {@code order} at {@code moment} with what it is made from. */
    public Reviewed reviewed(Order order, Moment moment) {
        return reviewed(order, question(order, moment));
    }

    /** What is asked of the review of {@code order} at {@code moment}. */
    public ReviewRequest question(Order order, Moment moment) {
        SourceEvent event = order.event();
        ReviewRequest question = new ReviewRequest(
                event.organization(),
                event.repository(),
                Optional.of(order.branch()),
                Optional.of(order.sha()),
                event.actor().login(),
                order.stack(),
                event.source(),
                order.taskKind(),
                pool(order, stack(order)),
                event.trust(),
                moment);
        return question.by(event.actor().id());
    }

    /** The review that answers {@code question}. */
    public PermissionReview review(Order order, ReviewRequest question) {
        return reviewed(order, question).review();
    }

    private Reviewed reviewed(Order order, ReviewRequest question) {
        return reviews.reviewed(
                order.namespace(), question, Reviews.gates(order.approvals().requireFor()), derivation(order));
    }

    private Derivation derivation(Order order) {
        return Derivation.of(desk, order.namespace(), order.request(), order.parent());
    }

    private Optional<AgentStack> stack(Order order) {
        return derivation(order).stack(desk.policies().now(order.namespace()).policy(), order.stack());
    }

    private static String pool(Order order, Optional<AgentStack> stack) {
        return order.pool().isEmpty()
                ? stack.map(one -> one.spec().runnerPool()).orElse("")
                : order.pool();
    }

    /** What was found out about an order before its run is written down. */
    private record Made(String pool, String stackSnapshot, WriteBackPolicy writeBackPolicy, Instant now) {}

    private static AgentDispatchRun.Spec spec(Order order, Made made, AgentContextBundle bundle) {
        SourceEvent event = order.event();
        return new AgentDispatchRun.Spec(
                event.organization(),
                order.repository().metadata().name(),
                order.stack(),
                order.taskKind(),
                List.of(event.uid()),
                List.of(joined(order, made.now())),
                event.ref().orElse(""),
                order.branch(),
                order.sha(),
                event.baseRef().orElse(order.repository().spec().defaultBranch()),
                order.workItem(),
                event.workItem().map(WorkItem::title).orElse(""),
                new AgentDispatchRun.Requester(
                        event.actor().login(), event.actor().id()),
                event.trust(),
                event.source(),
                order.rule(),
                order.ruled().map(Order.Ruled::execution).orElse(""),
                bundle.metadata().name(),
                made.pool(),
                made.stackSnapshot(),
                order.approvals(),
                made.writeBackPolicy(),
                MAX_ATTEMPTS,
                event.uid(),
                "",
                order.parent(),
                order.request());
    }

    private static Joined joined(Order order, Instant now) {
        SourceEvent event = order.event();
        return new Joined(
                event.uid(), event.source(), event.type(), event.actor().login(), order.rule(), now, "it asked first");
    }

    private static WriteBackPolicy writeBackPolicy(Optional<AgentStack> stack, Order order) {
        Set<String> allowed = new LinkedHashSet<>(
                stack.map(one -> one.spec().writeBackPolicy().allowedTargets()).orElse(List.of()));
        if (!order.targets().isEmpty()) {
            allowed.retainAll(order.targets());
        }
        Set<String> auto = new LinkedHashSet<>(allowed);
        if (order.approvals().requireFor().contains(WRITE_BACK)) {
            auto.clear();
        } else if (stack.map(one -> one.spec().writeBackPolicy().requireApproval())
                .orElse(true)) {
            auto.retainAll(
                    stack.map(one -> one.spec().writeBackPolicy().autoAllow()).orElse(List.of()));
        }
        return new WriteBackPolicy(List.copyOf(allowed), List.copyOf(auto));
    }

    private static Map<String, String> labels(Order order, String name) {
        return Labels.of(
                "org", order.event().organization(),
                "repository", order.repository().metadata().name(),
                "agent-stack", order.stack(),
                "trigger-rule", order.rule(),
                "dispatch-run", name,
                "work-item", order.workItem());
    }

    private static AgentDispatchRun.Status status(Reviewed reviewed, AgentContextBundle bundle, Keeping keeping) {
        return new AgentDispatchRun.Status(
                RunPhase.PENDING,
                0,
                0,
                "none",
                null,
                null,
                reviewed.review().snapshotDigest().text(),
                reviewed.record(keeping),
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
                0,
                List.of(),
                QueuePlace.NONE,
                FailureNote.NONE,
                AgentWait.NONE);
    }
}
