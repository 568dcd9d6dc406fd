package ai.a5c.krate.engine.intake;

import ai.a5c.krate.context.Layer;
import ai.a5c.krate.context.LayerInput;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.draft.Order;
import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.EventFields;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.execution.AgentDispatchRun.ApprovalPolicy;
import ai.a5c.krate.kind.execution.RunRequest;
import ai.a5c.krate.match.Template;
import ai.a5c.krate.trigger.Modifiers;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes orders of matches: finds the commit, and says what the rule and the event tell the agent. */
final class Orders {

    private final Desk desk;
    private final Whereabouts whereabouts;
    private final Origins origins;

    Orders(Desk desk) {
        this.desk = desk;
        this.whereabouts = new Whereabouts(desk);
        this.origins = new Origins(desk);
    }

    /** The order of {@code request}; the mirror is brought up to date. */
    Order of(Request request) {
        return order(request, sha(request), parent(request), inputs(request));
    }

    /** The same whatever the commit, for questions about permissions. */
    static Order withoutCommit(Request request) {
        return order(request, "", "", List.of());
    }

    private static Order order(Request request, String sha, String parent, List<LayerInput> inputs) {
        AgentTriggerRule.Spec rule = request.match().rule().spec();
        return new Order(
                request.execution(),
                request.event(),
                request.repository(),
                request.stack(),
                rule.taskKind(),
                rule.runnerPool(),
                branch(request),
                sha,
                Optional.of(new Order.Ruled(request.rule(), request.execution())),
                approvals(rule),
                rule.writeBackPolicy().allowedTargets(),
                parent,
                new RunRequest("", List.of(), rule.contextLabels(), budget(request), "", ""),
                inputs);
    }

    /** What the text allows the run to cost, within what its rule lets texts choose. */
    private static double budget(Request request) {
        return Modifiers.of(request.match()).budget().map(Double::parseDouble).orElse(0.0);
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

    private static String branch(Request request) {
        return Modifiers.of(request.match())
                .ref()
                .or(() -> request.event().branch())
                .orElse(request.repository().spec().defaultBranch());
    }

    private static ApprovalPolicy approvals(AgentTriggerRule.Spec rule) {
        return new ApprovalPolicy(
                rule.approvalPolicy().requireFor().stream()
                        .map(gate -> gate.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList(),
                rule.approvalPolicy().fourEyes(),
                rule.approvalPolicy().approvals(),
                rule.approvalPolicy().expiresAfter());
    }

    static List<LayerInput> inputs(Request request) {
        SourceEvent event = request.event();
        List<LayerInput> inputs = new ArrayList<>();
        inputs.add(assignment(request));
        inputs.add(LayerInput.of(
                Layer.TASK,
                "%s by %s".formatted(event.type(), event.actor().login()),
                event.trust(),
                LayerInput.MARKDOWN,
                event.text().trigger()));
        if (!event.text().body().isBlank()) {
            about(event).ifPresent(inputs::add);
        }
        return inputs;
    }

    /** The work item, or what a build left of its log: nobody's request. */
    private static Optional<LayerInput> about(SourceEvent event) {
        Optional<String> title =
                event.workItem().map(WorkItem::title).or(() -> event.ci().map(build -> ""));
        return title.map(line -> LayerInput.of(
                Layer.SOURCE,
                event.ci()
                        .map(Ci::job)
                        .or(() -> event.workItem().map(WorkItem::id))
                        .orElse(""),
                Trust.UNTRUSTED,
                LayerInput.MARKDOWN,
                line + "\n\n" + event.text().body()));
    }

    private static LayerInput assignment(Request request) {
        AgentTriggerRule rule = request.match().rule();
        return LayerInput.template(
                rule.key() + "@" + rule.metadata().generation(),
                Trust.TRUSTED,
                Template.parse(rule.spec().promptTemplate(), EventFields.NAMES),
                EventFields.of(request.event()));
    }
}
