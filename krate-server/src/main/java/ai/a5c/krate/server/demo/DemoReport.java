package ai.a5c.krate.server.demo;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.AuditTrail.Verification;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sums a demo up, for people and for programs. */
final class DemoReport {

    private final Krate krate;
    private final DemoScreen screen;

    DemoReport(Krate krate, DemoScreen screen) {
        this.krate = krate;
        this.screen = screen;
    }

    DemoResult withoutRun(WebhookDelivery delivery, Verification audit) {
        Map<String, Object> document = head(delivery);
        tail(document, audit);
        return new DemoResult(document, "no run: " + delivery.status().decision(), audit.intact() ? 0 : 1);
    }

    DemoResult ofRun(WebhookDelivery delivery, AgentDispatchRun run, Verification audit) {
        Map<String, Object> document = head(delivery);
        String phase = word(run.status().phase());
        document.put("run", run.metadata().name());
        document.put("phase", phase);
        Reason reason = run.status().terminalReason();
        document.put("reason", Map.of("code", reason.code(), "message", reason.message()));
        document.put("artifacts", artifacts(run));
        document.put(
                "approval",
                run.status().approvals().stream().reduce((first, last) -> last).orElse(""));
        boolean written = writeBacks(run, document);
        tail(document, audit);
        boolean good = run.status().phase() == RunPhase.SUCCEEDED && written && audit.intact();
        String why = reason.message().isEmpty() ? "" : ": " + reason.code() + " " + reason.message();
        return new DemoResult(document, "run %s %s%s".formatted(run.metadata().name(), phase, why), good ? 0 : 1);
    }

    private static Map<String, Object> head(WebhookDelivery delivery) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("delivery", delivery.metadata().name());
        document.put("decision", delivery.status().decision());
        document.put(
                "reasons",
                delivery.status().reasons().stream()
                        .map(reason -> Map.of("code", reason.code(), "message", reason.message()))
                        .toList());
        return document;
    }

    private void tail(Map<String, Object> document, Verification audit) {
        document.put("auditLength", audit.records());
        document.put("auditVerified", audit.intact());
        document.put("seconds", screen.seconds());
    }

    private List<Map<String, Object>> artifacts(AgentDispatchRun run) {
        List<Map<String, Object>> artifacts = new ArrayList<>();
        for (AgentArtifact artifact : all(AgentArtifact.class, run)) {
            artifacts.add(Map.of(
                    "name", artifact.metadata().name(),
                    "kind", word(artifact.spec().kind()),
                    "digest", artifact.spec().digest()));
        }
        return artifacts;
    }

    /** Notes what was written; false if something that was asked for was not. */
    private boolean writeBacks(AgentDispatchRun run, Map<String, Object> document) {
        boolean all = true;
        for (AgentWriteBack one : all(AgentWriteBack.class, run)) {
            boolean settled = one.status().phase() == WriteBackPhase.SETTLED;
            all &= settled;
            if (settled && one.spec().action().equals("branch-push")) {
                document.put("branch", one.spec().target());
                document.put("commit", one.status().remoteId());
            } else if (settled) {
                document.put("comment", one.status().remoteId());
                document.put("commentUrl", one.status().url());
            }
        }
        return all;
    }

    private <R extends Resource> List<R> all(Class<R> kind, AgentDispatchRun run) {
        Query query = Query.of(kind.getSimpleName(), DemoWorld.ORGANIZATION)
                .whereField("spec.dispatchRun", run.metadata().name());
        return krate.resources().list(query).items().stream().map(kind::cast).toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
