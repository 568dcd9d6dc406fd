package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.DeliveryInbox;
import ai.a5c.krate.engine.Incoming;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.engine.manual.Asked;
import ai.a5c.krate.engine.manual.DispatchAnswer;
import ai.a5c.krate.engine.manual.DispatchRequest;
import ai.a5c.krate.kind.agents.WebhookSubscription;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.source.jenkins.BuildReport;
import ai.a5c.krate.store.StoreUnavailableException;
import ai.a5c.krate.validate.InvalidDocumentException;
import io.jenkins.plugins.krate.engine.ApprovalView;
import io.jenkins.plugins.krate.engine.DispatchOrder;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineException.Kind;
import io.jenkins.plugins.krate.engine.EngineInfo;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.ReportAnswer;
import io.jenkins.plugins.krate.engine.ReportOutcome;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.engine.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The engine of this process, asked without a network. */
public final class EmbeddedEngine implements KrateEngine {

    /** By this name the controller dispatches; documents say what it may. */
    static final String CALLER = "jenkins";

    private static final Set<String> ENDING = Set.of("RUN_OVER", "CANCEL_REQUESTED");
    private static final Set<String> MISSING = Set.of("NOT_FOUND");
    private static final Set<String> PASSING = Set.of("UNAVAILABLE", "RATE_LIMITED");

    private final ControllerKrate controller;

    public EmbeddedEngine(ControllerKrate controller) {
        this.controller = controller;
    }

    @Override
    public RunView dispatch(DispatchOrder order) {
        return asking(() -> {
            DispatchRequest request = DispatchRequest.read(document(order), order.key());
            DispatchAnswer answer = controller
                    .krate()
                    .dispatch()
                    .dispatch(new Asked(namespace(), request, controller.caller(CALLER, Caller.Road.API)));
            if (answer instanceof DispatchAnswer.Denied denied) {
                return RunView.denied(
                        order.stack(),
                        order.task(),
                        "the permission review denies it",
                        denied.review().reasons().stream()
                                .map(reason -> new Reason(reason.code().code(), reason.message()))
                                .toList());
            }
            AgentDispatchRun run = ((DispatchAnswer.Accepted) answer).run();
            boolean waits = run.status().phase() == AgentDispatchRun.RunPhase.WAITING_FOR_APPROVAL;
            return view(run, waits ? "awaiting-approval" : "created");
        });
    }

    private static Map<String, Object> document(DispatchOrder order) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("agentStack", order.stack());
        document.put("repository", order.repository());
        document.put("taskKind", order.task());
        document.put("prompt", order.prompt());
        document.put("ref", order.ref());
        document.put("sha", order.sha());
        document.put("files", order.files());
        document.put("contextLabels", order.labels());
        document.put("workItem", order.workItem());
        document.put("budgetUsd", order.budgetUsd());
        return document;
    }

    @Override
    public RunView run(String id) {
        return asking(() -> view(need(AgentDispatchRun.class, id), ""));
    }

    private RunView view(AgentDispatchRun run, String decision) {
        return Views.run(run, decision, artifacts(run));
    }

    private List<AgentArtifact> artifacts(AgentDispatchRun run) {
        return run.status().artifacts().stream()
                .flatMap(name -> find(AgentArtifact.class, name).stream())
                .toList();
    }

    @Override
    public void cancel(String id, String reason) {
        asking(() -> {
            RunDesk.Answer answer = controller
                    .krate()
                    .runs()
                    .act(
                            ActionRequest.of(namespace(), id, RunAction.CANCEL).saying(reason),
                            controller.caller(CALLER, Caller.Road.API));
            if (answer instanceof RunDesk.Refused refused && !ENDING.contains(refused.code())) {
                throw refused(refused.code(), refused.message());
            }
            return id;
        });
    }

    @Override
    public List<ApprovalView> approvals(String run) {
        return asking(() -> need(AgentDispatchRun.class, run).status().approvals().stream()
                .flatMap(name -> find(AgentApproval.class, name).stream())
                .sorted(Comparator.comparing(
                                (AgentApproval approval) -> approval.metadata().creationTimestamp())
                        .reversed())
                .map(Views::approval)
                .toList());
    }

    @Override
    public ApprovalView decide(Verdict verdict) {
        return asking(() -> {
            ApprovalDesk.Ruling ruling = controller
                    .krate()
                    .approvals()
                    .decide(
                            new ApprovalDesk.Request(
                                    namespace(),
                                    verdict.approval(),
                                    verdict.approve(),
                                    List.of(),
                                    verdict.told(),
                                    verdict.bindingDigest()),
                            controller.caller("jenkins:" + verdict.who().id(), Caller.Road.CONSOLE));
            if (ruling instanceof ApprovalDesk.Decided decided) {
                return Views.approval(decided.approval());
            }
            ApprovalDesk.Refused refused = (ApprovalDesk.Refused) ruling;
            throw refused(refused.code(), refused.message());
        });
    }

    @Override
    public byte[] artifact(String run, String name) {
        return asking(() -> {
            List<AgentArtifact> artifacts = artifacts(need(AgentDispatchRun.class, run));
            AgentArtifact artifact = artifacts.stream()
                    .filter(one -> one.metadata().name().equals(name)
                            || Views.word(one.spec().kind()).equals(name))
                    .reduce((first, second) -> second)
                    .orElseThrow(() -> new EngineException(
                            Kind.NOT_FOUND,
                            "NOT_FOUND",
                            "the run has no artifact of that name; it has: "
                                    + String.join(
                                            ", ",
                                            artifacts.stream()
                                                    .map(one -> one.metadata().name())
                                                    .toList())));
            if (artifact.spec().bytes() > LARGEST_ARTIFACT) {
                throw new EngineException(
                        Kind.REFUSED,
                        "TOO_LARGE",
                        "the artifact has %d bytes; at most %d are handed over"
                                .formatted(artifact.spec().bytes(), LARGEST_ARTIFACT));
            }
            return controller
                    .krate()
                    .blobs()
                    .get(new Digest(artifact.spec().digest()))
                    .orElseThrow(
                            () -> new EngineException(Kind.NOT_FOUND, "NOT_FOUND", "the artifact's bytes are gone"));
        });
    }

    @Override
    public ReportAnswer report(BuildReport report) {
        return asking(() -> {
            String organization = controller.krate().resources().organizationOf(namespace());
            DeliveryInbox.Receipt receipt = controller
                    .krate()
                    .inbox()
                    .receive(Incoming.by(organization, namespace(), subscription())
                            .delivery(report.deliveryId(), "build")
                            .headers(Map.of("x-krate-event", "build"), "in-process")
                            .body(report.json()));
            return new ReportAnswer(receipt.delivery(), receipt.duplicate());
        });
    }

    /** The subscription of Jenkins builds; the controller's own where there is none else. */
    private String subscription() {
        return controller.krate().resources().all(WebhookSubscription.class, namespace()).stream()
                .filter(one -> one.spec().forge().equals(ResourceDocuments.SUBSCRIPTION))
                .map(one -> one.metadata().name())
                .findFirst()
                .orElseThrow(() -> new EngineException(
                        Kind.REFUSED,
                        "NO_HOOK",
                        "the resource documents were not applied, so that builds cannot be told of: "
                                + String.join("; ", controller.faults())));
    }

    @Override
    public ReportOutcome outcomeOf(ReportAnswer answer) {
        return asking(() -> {
            WebhookDelivery.Status status =
                    need(WebhookDelivery.class, answer.delivery()).status();
            List<AgentTriggerExecution> executions = status.executions().stream()
                    .flatMap(name -> find(AgentTriggerExecution.class, name).stream())
                    .toList();
            List<Reason> reasons = new ArrayList<>(Views.reasons(status.reasons()));
            executions.forEach(
                    execution -> reasons.addAll(Views.reasons(execution.spec().reasons())));
            List<RunView> runs = status.runs().stream()
                    .flatMap(name -> find(AgentDispatchRun.class, name).stream())
                    .map(run -> view(run, decision(executions, run.metadata().name())))
                    .toList();
            boolean settled = status.phase() == WebhookDelivery.Phase.DECIDED;
            return new ReportOutcome(settled, status.decision(), reasons, runs);
        });
    }

    private static String decision(List<AgentTriggerExecution> executions, String run) {
        return executions.stream()
                .filter(execution -> execution.spec().dispatchRun().equals(run))
                .map(execution -> Views.word(execution.spec().decision()))
                .findFirst()
                .orElse("");
    }

    @Override
    public EngineInfo info() {
        List<String> faults = controller.refresh();
        return new EngineInfo(
                "Krate in this controller, organization %s"
                        .formatted(controller.krate().resources().organizationOf(namespace())),
                faults.isEmpty() ? "" : "the resource documents are not applied: " + String.join("; ", faults));
    }

    private String namespace() {
        return controller.namespace();
    }

    private <R extends ai.a5c.krate.resource.Resource> Optional<R> find(Class<R> kind, String name) {
        return controller.krate().resources().get(kind, namespace(), name);
    }

    private <R extends ai.a5c.krate.resource.Resource> R need(Class<R> kind, String name) {
        return find(kind, name)
                .orElseThrow(() -> new EngineException(
                        Kind.NOT_FOUND, "NOT_FOUND", "there is no %s '%s'".formatted(kind.getSimpleName(), name)));
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (RefusedException e) {
            throw refused(e.code(), String.valueOf(e.getMessage()));
        } catch (InvalidDocumentException e) {
            throw new EngineException(Kind.REFUSED, "INVALID_BODY", String.valueOf(e.getMessage()));
        } catch (StoreUnavailableException e) {
            throw new EngineException(Kind.UNAVAILABLE, "DATABASE", "the engine's database cannot be used now", e);
        }
    }

    private static EngineException refused(String code, String message) {
        Kind kind = MISSING.contains(code) ? Kind.NOT_FOUND : PASSING.contains(code) ? Kind.UNAVAILABLE : Kind.REFUSED;
        return new EngineException(kind, code, message);
    }

    @Override
    public String toString() {
        return "EmbeddedEngine[%s]".formatted(controller.settings().organization());
    }
}
