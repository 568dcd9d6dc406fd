package ai.a5c.krate.engine.action;

import ai.a5c.krate.context.Layer;
import ai.a5c.krate.context.LayerInput;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.dispatch.RunSituation.Head;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.NextAttempt;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.draft.Draft;
import ai.a5c.krate.engine.draft.DraftMaker;
import ai.a5c.krate.engine.draft.Order;
import ai.a5c.krate.engine.draft.Starting;
import ai.a5c.krate.engine.draft.WorkItemRates;
import ai.a5c.krate.engine.intake.Assignments;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptReason;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AttemptOrigin;
import ai.a5c.krate.kind.execution.RunRequest;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Actions that make another run: a fork of the conversation, and the same work at the commit that the branch is at now. */
final class NewRuns {

    private static final String GO_ON = "Go on with your task from where you stopped.";

    private final Desk desk;
    private final DraftMaker drafts;
    private final Whereabouts whereabouts;
    private final Assignments assignments;
    private final Starting starting = new Starting();
    private final RunBook book = new RunBook();

    NewRuns(Desk desk) {
        this.desk = desk;
        this.drafts = new DraftMaker(desk);
        this.whereabouts = new Whereabouts(desk);
        this.assignments = new Assignments(desk);
    }

    /** The new run, reviewed and with its context, not stored; or the head that speaks against it. */
    Prepared prepare(ActionRequest request, AgentDispatchRun run, Reviewed reviewed, Caller caller) {
        Repository repository = desk.get(
                        Repository.class, request.namespace(), run.spec().repository())
                .orElseThrow(() -> new RefusedException("NOT_FOUND", "the run's repository is not there any more"));
        if (request.action() == RunAction.FORK) {
            return drafted(
                    order(request, new Basis(run, repository, run.spec().sha()), told(request, caller), caller),
                    Head.UNKNOWN);
        }
        Optional<String> head = head(run, repository);
        if (head.isEmpty() || head.get().equals(run.spec().sha())) {
            return new Prepared(reviewed, head.isEmpty() ? Head.GONE : Head.SAME, Optional.empty());
        }
        List<LayerInput> inputs = new ArrayList<>(assignments.of(run));
        inputs.add(moved(run, head.get()));
        if (!request.message().isBlank()) {
            inputs.addAll(told(request, caller));
        }
        return drafted(order(request, new Basis(run, repository, head.get()), inputs, caller), Head.MOVED);
    }

    private Prepared drafted(Order order, Head head) {
        Draft draft = drafts.draft(order, Moment.CREATE_DISPATCH);
        return new Prepared(draft.reviewed(), head, Optional.of(draft));
    }

    /** The commit that the run's ref is at now, after a look at the remote. */
    private Optional<String> head(AgentDispatchRun run, Repository repository) {
        Remote remote = whereabouts.remote(repository);
        try {
            desk.ports().repositories().fetch(remote);
            Optional<String> byRef = run.spec().ref().isEmpty()
                    ? Optional.empty()
                    : desk.ports().repositories().resolve(remote, run.spec().ref());
            return byRef.or(() -> desk.ports()
                    .repositories()
                    .resolve(remote, "refs/heads/" + run.spec().branch()));
        } catch (GitRefusedException e) {
            throw new RefusedException(e.code(), "the branch cannot be looked at now: " + e.getMessage());
        }
    }

    private static LayerInput moved(AgentDispatchRun run, String head) {
        return LayerInput.of(
                Layer.TRIGGER_TEMPLATE,
                run.key().toString(),
                Trust.TRUSTED,
                LayerInput.MARKDOWN,
                "This is another try after the branch moved from commit %s to %s. Work on it as it is now."
                        .formatted(run.spec().sha(), head));
    }

    private static List<LayerInput> told(ActionRequest request, Caller caller) {
        return List.of(LayerInput.of(
                Layer.TASK,
                "%s by %s".formatted(request.action().word(), caller.name()),
                Trust.TRUSTED,
                LayerInput.MARKDOWN,
                message(request)));
    }

    private static String message(ActionRequest request) {
        return request.message().isBlank() ? GO_ON : request.message();
    }

    /** What a new run goes on from: an earlier one, and the commit that it works at. */
    private record Basis(AgentDispatchRun run, Repository repository, String sha) {}

    private Order order(ActionRequest request, Basis basis, List<LayerInput> inputs, Caller caller) {
        AgentDispatchRun run = basis.run();
        AgentDispatchRun.Spec spec = run.spec();
        boolean fork = request.action() == RunAction.FORK;
        String id = request.requestId().isEmpty() ? UUID.randomUUID().toString() : request.requestId();
        String seed =
                "%s/%s/%s/%s".formatted(request.action().word(), run.metadata().uid(), caller.name(), id);
        RunRequest before = spec.request();
        return new Order(
                seed,
                event(request, basis, caller),
                basis.repository(),
                spec.agentStack(),
                spec.taskKind(),
                spec.runnerPool(),
                spec.branch(),
                basis.sha(),
                Optional.empty(),
                spec.approvalPolicy(),
                spec.writeBackPolicy().allowedTargets(),
                spec.parentRun(),
                new RunRequest(
                        request.requestId(),
                        before.files(),
                        before.contextLabels(),
                        before.budgetUsd(),
                        fork ? run.metadata().name() : "",
                        fork ? "" : run.metadata().name(),
                        before.subagent(),
                        before.askedBy()),
                inputs);
    }

    /** The person's wish as an event: with no more trust than the run that it goes on with. */
    private SourceEvent event(ActionRequest request, Basis basis, Caller caller) {
        AgentDispatchRun.Spec spec = basis.run().spec();
        String uid = "%s-%s".formatted(request.action().word(), UUID.randomUUID());
        return SourceEvent.of(
                        uid,
                        spec.organizationRef(),
                        Source.MANUAL,
                        "run." + request.action().word(),
                        Reviews.called(basis.repository()))
                .ref(some(spec.ref()))
                .branch(some(spec.branch()))
                .sha(some(basis.sha()))
                .baseRef(some(spec.baseRef()))
                .actor(new Actor(caller.name(), "", "unknown", false))
                .trust(spec.trust(), "as the run that it goes on with")
                .workItem(workItem(spec))
                .occurredAt(desk.ports().clock().instant())
                .build();
    }

    private static Optional<WorkItem> workItem(AgentDispatchRun.Spec spec) {
        String[] parts = spec.workItem().split("/", 2);
        return parts.length == 2 && parts[1].matches("[0-9]{1,18}")
                ? Optional.of(new WorkItem(parts[0], Long.parseLong(parts[1]), spec.title()))
                : Optional.empty();
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The new run, stored and queued; what a person must approve is asked before its agent is launched. */
    AgentDispatchRun start(Records records, ActionRequest request, RunView view, Prepared prepared, Caller caller) {
        AgentDispatchRun source = view.run();
        WorkItemRates.require(records, WorkItemRates.Item.of(source));
        AgentDispatchRun made = starting.create(records, prepared.draft().orElseThrow(), caller.name());
        Map<String, String> details = Map.of("run", made.metadata().name());
        Journal.audit(records, caller.name(), "run." + request.action().word(), source.key(), details);
        Journal.tell(
                records,
                source.key(),
                "person",
                Map.of(
                        "text",
                        "%s: run %s"
                                .formatted(
                                        request.action().label(),
                                        made.metadata().name()),
                        "actor",
                        caller.name(),
                        "run",
                        made.metadata().name()));
        return book.on(records, made, new RunEvent.Admitted(), caller.name(), next(request, view, caller));
    }

    private NextAttempt next(ActionRequest request, RunView view, Caller caller) {
        if (request.action() == RunAction.RERUN_AFTER_FIX) {
            return NextAttempt.of(AttemptReason.RERUN_AFTER_FIX, new AttemptOrigin("", "", "", caller.name()));
        }
        AgentDispatchAttempt before = view.conversation().orElseThrow();
        return NextAttempt.of(
                AttemptReason.FORK,
                new AttemptOrigin(
                        before.metadata().name(),
                        before.status().agentSessionId(),
                        Blobs.put(desk.ports(), message(request)),
                        caller.name()));
    }
}
