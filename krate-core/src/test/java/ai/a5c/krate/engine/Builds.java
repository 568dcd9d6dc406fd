package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;

import ai.a5c.krate.Krate;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.source.jenkins.BuildReport;
import ai.a5c.krate.source.jenkins.BuildReport.Build;
import ai.a5c.krate.source.jenkins.BuildReport.Cause;
import ai.a5c.krate.source.jenkins.BuildReport.CauseKind;
import ai.a5c.krate.source.jenkins.BuildReport.Change;
import ai.a5c.krate.source.jenkins.BuildReport.Controller;
import ai.a5c.krate.source.jenkins.BuildReport.Failure;
import ai.a5c.krate.source.jenkins.BuildReport.Kind;
import ai.a5c.krate.source.jenkins.BuildReport.Result;
import ai.a5c.krate.source.jenkins.BuildReport.Scm;
import ai.a5c.krate.source.jenkins.BuildReport.Upstream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Jenkins that builds the quickstart's repository and tells of what fails; for one subscription and one rule. */
final class Builds {

    static final String RED = "1".repeat(40);
    static final String MAIN = "main";

    private Builds() {}

    /** The subscription, and the rule for failing builds as it is in the examples. */
    static void apply(Krate krate, String... replacements) {
        String text = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: WebhookSubscription
                metadata: { name: jenkins, namespace: acme }
                spec:
                  forge: jenkins
                  events: ["*"]
                  signing: { current: { name: jenkins-webhook, key: secret } }
                ---
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentTriggerRule
                metadata: { name: red-build, namespace: acme }
                spec:
                  lifecycleState: active
                  sources: [ci]
                  match:
                    repositories: { include: ["acme/app"] }
                    events: [build.failed, build.unstable]
                  agentStack: claude-fix
                  taskKind: ci-repair
                  promptTemplate: "Mend {{ ci.job }} at {{ sha }}."
                  untrusted: ask
                  maxChainDepth: 0
                  dedupePolicy: { key: "{{ repository }}:{{ sha }}:{{ ci.failureSignature }}", window: 7d }
                """;
        for (int i = 0; i + 1 < replacements.length; i += 2) {
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        Documents.read(text).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
    }

    /** A build of the branch main that failed in a way that {@code fingerprint} stands for. */
    static BuildReport failed(String job, long number, String commit, String fingerprint, Upstream... upstream) {
        return BuildReport.of(
                        new Controller("c-1", "https://jenkins.example/"),
                        new Build(
                                job,
                                number,
                                Instant.parse("2026-11-22T11:50:00Z"),
                                Instant.parse("2026-11-22T11:59:00Z"),
                                Result.FAILURE,
                                "https://jenkins.example/job/%s/%d/".formatted(job, number),
                                Kind.PIPELINE,
                                List.of(new Cause(CauseKind.SCM, "", "Started by an SCM change")),
                                List.of(upstream),
                                Optional.empty()))
                .withScm(Optional.of(new Scm("git@gitea.example.com:acme/app.git", MAIN, commit, Optional.empty())))
                .withFailure(
                        Optional.of(new Failure(
                                List.of("Test"), "sh", "exit code 1", Optional.of(1), "maven", "[ERROR]", fingerprint)),
                        List.of());
    }

    /** The same with the message of the commit that was built. */
    static BuildReport saying(BuildReport report, String message) {
        return report.withChanges(
                List.of(new Change(report.scm().orElseThrow().commit(), "krate", message)), List.of());
    }

    static BuildReport as(Kind kind, BuildReport report) {
        Build build = report.build();
        Build other = new Build(
                build.job(),
                build.number(),
                build.startedAt(),
                build.endedAt(),
                build.result(),
                build.url(),
                kind,
                build.causes(),
                build.upstream(),
                build.rebuildOf());
        return BuildReport.of(report.controller(), other)
                .withScm(report.scm())
                .withFailure(report.failure(), report.tests());
    }

    static BuildReport on(BuildReport report, Scm scm) {
        return report.withScm(Optional.of(scm));
    }

    static DeliveryInbox.Receipt deliver(Krate krate, BuildReport report) {
        return krate.inbox()
                .receive(Incoming.by("acme", NAMESPACE, "jenkins")
                        .delivery(report.deliveryId(), "build")
                        .headers(Map.of(), "valid")
                        .body(report.json()));
    }
}
