package io.jenkins.plugins.krate.engine.remote;

import ai.a5c.krate.source.jenkins.BuildReport;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineException.Kind;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.ReportAnswer;
import io.jenkins.plugins.krate.engine.ReportOutcome;
import io.jenkins.plugins.krate.engine.RunView;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signed webhook by which a server is told of builds, and what came of such a delivery. */
final class Hook {

    private static final String ALGORITHM = "HmacSHA256";

    private final Wire wire;
    private final ServerAccess access;
    private final Refusals refusals;
    private final Optional<HookAccess> hook;

    Hook(Wire wire, ServerAccess access, Optional<HookAccess> hook) {
        this.wire = wire;
        this.access = access;
        this.refusals = new Refusals(access);
        this.hook = hook;
    }

    ReportAnswer report(BuildReport report) {
        HookAccess to = hook.orElseThrow(() -> new EngineException(
                Kind.REFUSED, "NO_HOOK", "no webhook subscription is configured by which Krate is told of builds"));
        byte[] body = report.json();
        Map<String, String> headers = Map.of(
                "X-Krate-Event",
                "build",
                "X-Krate-Delivery",
                report.deliveryId(),
                "X-Hub-Signature-256",
                "sha256=" + HexFormat.of().formatHex(mac(to.secret(), body)));
        String path = "/hooks/jenkins/%s/%s".formatted(access.organization(), Paths.segment(to.subscription()));
        Document answer = refusals.good(wire.deliver(path, body, headers));
        return new ReportAnswer(answer.needed("delivery"), answer.flag("duplicate"));
    }

    private static byte[] mac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    static ReportOutcome outcome(Document delivery, Runs runs) {
        Document status = delivery.object("status");
        Document outcome = delivery.object("outcome");
        List<Document> executions = outcome.objects("executions");
        List<RunView> made = new ArrayList<>();
        for (Document run : outcome.objects("runs")) {
            made.add(runs.view(run, decision(run, executions), ""));
        }
        List<Reason> reasons = new ArrayList<>(Runs.listed(status.objects("reasons")));
        executions.forEach(
                execution -> reasons.addAll(Runs.listed(execution.object("spec").objects("reasons"))));
        return new ReportOutcome(
                status.text("phase").equals("decided"),
                status.text("decision"),
                reasons.stream().distinct().toList(),
                made);
    }

    /** What was decided when {@code run} was made or joined. */
    private static String decision(Document run, List<Document> executions) {
        String name = run.object("metadata").text("name");
        return executions.stream()
                .map(execution -> execution.object("spec"))
                .filter(spec -> spec.text("dispatchRun").equals(name))
                .map(spec -> spec.text("decision"))
                .findFirst()
                .orElse("");
    }
}
