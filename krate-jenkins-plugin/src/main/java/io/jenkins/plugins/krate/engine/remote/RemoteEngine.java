package io.jenkins.plugins.krate.engine.remote;

import ai.a5c.krate.source.jenkins.BuildReport;
import io.jenkins.plugins.krate.engine.ApprovalView;
import io.jenkins.plugins.krate.engine.ArtifactView;
import io.jenkins.plugins.krate.engine.DispatchOrder;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineException.Kind;
import io.jenkins.plugins.krate.engine.EngineInfo;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.ReportAnswer;
import io.jenkins.plugins.krate.engine.ReportOutcome;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.engine.Verdict;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A krate-server, asked over HTTP. Each method asks once: whoever waits, on whatever thread, decides with {@link
 * EngineException#mayPass} and {@link EngineException#retryAfter} whether and when to ask again.
 */
public final class RemoteEngine implements KrateEngine {

    /** Codes of refusals to cancel what ends by itself. */
    private static final Set<String> ENDING = Set.of("RUN_OVER", "CANCEL_REQUESTED");

    private static final String DENIED = "POLICY_DENIED";

    private final ServerAccess access;
    private final Wire wire;
    private final Paths paths;
    private final Refusals refusals;
    private final Runs runs;
    private final Hook hook;

    /**
     * An engine that asks with {@code client}.
     *
     * @param hook by which it is told of builds; empty if it is not
     * @throws IllegalArgumentException if the client follows redirects, which would carry the token elsewhere
     */
    public RemoteEngine(HttpClient client, ServerAccess access, Optional<HookAccess> hook) {
        this.access = access;
        this.wire = new Wire(client, access);
        this.paths = new Paths(access);
        this.refusals = new Refusals(access);
        this.runs = new Runs(access);
        this.hook = new Hook(wire, access, hook);
    }

    @Override
    public RunView dispatch(DispatchOrder order) {
        Answer answer = wire.post(paths.runs(), document(order), order.key());
        Refusals.Told told = answer.status() == 403 ? refusals.told(answer) : Refusals.Told.NOTHING;
        if (told.general().equals(DENIED) && !told.reasons().isEmpty()) {
            return RunView.denied(order.stack(), order.task(), told.message(), told.reasons());
        }
        RunView run = runs.view(refusals.good(answer), "", "");
        return run.phase() == Phase.WAITING_FOR_APPROVAL ? run.decided("awaiting-approval") : run.decided("created");
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
        Document document = refusals.good(wire.get(paths.run(id)));
        RunView run = runs.view(document, "", "");
        return run.phase().isFinal() ? run.summarized(summary(run)) : run;
    }

    /** What the latest diagnosis says, in short; empty if there is none any more. */
    private String summary(RunView run) {
        List<String> diagnoses = run.artifacts().stream()
                .filter(artifact -> artifact.kind().equals("diagnosis"))
                .map(ArtifactView::name)
                .toList();
        if (diagnoses.isEmpty()) {
            return "";
        }
        String latest = diagnoses.get(diagnoses.size() - 1);
        return refusals.good(wire.get(paths.artifacts(run.id()))).objects("items").stream()
                .filter(artifact -> artifact.text("name").equals(latest))
                .map(artifact -> artifact.text("summary"))
                .findFirst()
                .orElse("");
    }

    @Override
    public void cancel(String id, String reason) {
        Answer answer = wire.post(paths.run(id) + "/cancel", Map.of("message", reason), "");
        if (!answer.isGood()) {
            EngineException refused = refusals.of(answer);
            if (!ENDING.contains(refused.code())) {
                throw refused;
            }
        }
    }

    @Override
    public List<ApprovalView> approvals(String run) {
        return refusals.good(wire.get(paths.approvals(run))).objects("items").stream()
                .map(Runs::approval)
                .filter(approval -> approval.run().equals(run))
                .toList();
    }

    @Override
    public ApprovalView decide(Verdict verdict) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("decision", verdict.approve() ? "approve" : "deny");
        document.put("comment", verdict.told());
        document.put("bindingDigest", verdict.bindingDigest());
        if (!verdict.who().id().isBlank()) {
            document.put(
                    "onBehalfOf",
                    Map.of(
                            "user", verdict.who().id(),
                            "controller", verdict.who().controller()));
        }
        return Runs.approval(refusals.good(wire.post(paths.decision(verdict.approval()), document, "")));
    }

    @Override
    public byte[] artifact(String run, String name) {
        List<ArtifactView> artifacts =
                runs.view(refusals.good(wire.get(paths.run(run))), "", "").artifacts();
        String whole = artifacts.stream()
                .filter(artifact ->
                        artifact.name().equals(name) || artifact.kind().equals(name))
                .reduce((first, second) -> second)
                .map(ArtifactView::name)
                .orElseThrow(() -> new EngineException(
                        Kind.NOT_FOUND,
                        "NOT_FOUND",
                        "the run has no artifact of that name; it has: "
                                + String.join(
                                        ", ",
                                        artifacts.stream()
                                                .map(ArtifactView::name)
                                                .toList())));
        Answer answer = wire.get(paths.artifact(run, whole), LARGEST_ARTIFACT);
        if (!answer.isGood()) {
            throw refusals.of(answer);
        }
        return answer.body();
    }

    @Override
    public ReportAnswer report(BuildReport report) {
        return hook.report(report);
    }

    @Override
    public ReportOutcome outcomeOf(ReportAnswer answer) {
        ReportOutcome outcome = Hook.outcome(refusals.good(wire.get(paths.delivery(answer.delivery()))), runs);
        List<RunView> summarized = outcome.runs().stream()
                .map(run -> run.phase().isFinal() ? run.summarized(summary(run)) : run)
                .toList();
        return new ReportOutcome(outcome.settled(), outcome.decision(), outcome.reasons(), summarized);
    }

    @Override
    public EngineInfo info() {
        Document organization = refusals.good(wire.get(paths.organization()));
        return new EngineInfo(
                "Krate at %s, organization %s".formatted(access.server(), organization.needed("slug")),
                access.server().isPrivate()
                        ? ""
                        : "the token goes to %s unencrypted; use https".formatted(access.server()));
    }

    @Override
    public String toString() {
        return "RemoteEngine[%s]".formatted(access);
    }
}
