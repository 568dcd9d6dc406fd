package io.jenkins.plugins.krate.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.json.Json;
import io.jenkins.plugins.krate.engine.ApprovalView;
import io.jenkins.plugins.krate.engine.DispatchOrder;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.ReportAnswer;
import io.jenkins.plugins.krate.engine.ReportOutcome;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.engine.Verdict;
import io.jenkins.plugins.krate.engine.Verdict.JenkinsUser;
import io.jenkins.plugins.krate.standin.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a krate-server really answers, as a test of the server keeps it in these files, is understood here. */
class ContractTest extends AtServer {

    private static final DispatchOrder ASKED = new DispatchOrder(
            "k",
            "mender",
            "ci-repair",
            "Mend the build.",
            "acme/app",
            "refs/heads/main",
            "",
            List.of("pom.xml"),
            List.of(),
            "pull-request/7",
            2.5);

    private static String file(String name) {
        try (InputStream file = ContractTest.class.getResourceAsStream("/contract/" + name)) {
            if (file == null) {
                throw new IllegalStateException("there is no " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answers(String line, int status, String name) {
        server.order(line, Reply.text(status, "application/json", file(name)));
    }

    @Test
    void whatIsSentIsWhatTheServerUnderstands() {
        answers("POST", 201, "dispatch-created.json");
        RunView run = engine.dispatch(ASKED);
        assertThat(server.asked().get(0).json()).isEqualTo(Json.readObject(file("dispatch-request.json")));
        assertThat(run.id()).isEqualTo("run-1");
        assertThat(run.phase()).isEqualTo(Phase.QUEUED);
        assertThat(run.stack()).isEqualTo("mender");
        assertThat(run.task()).isEqualTo("ci-repair");
    }

    @Test
    void aDenialIsReadWithItsReasons() {
        answers("POST", 403, "dispatch-denied.json");
        RunView denied = engine.dispatch(ASKED);
        assertThat(denied.phase()).isEqualTo(Phase.DENIED);
        assertThat(denied.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("MissingStack");
            assertThat(reason.message()).contains("the organization has no stack 'theirs'");
        });
    }

    @Test
    void aRunIsReadWithItsSummaryAndCancelledOnce() {
        answers("GET /api/orgs/acme/agents/runs/run-1", 200, "run.json");
        answers("GET /api/orgs/acme/agents/runs/run-1/artifacts", 200, "artifacts.json");
        RunView run = engine.run("run-1");
        assertThat(run.phase()).isEqualTo(Phase.FAILED);
        assertThat(run.reasons()).extracting(reason -> reason.message()).contains("it took too long");
        assertThat(run.summary()).isEqualTo("a test forgot the leap year");
        answers("POST", 409, "cancel-over.json");
        engine.cancel("run-1", "why");
        assertThat(server.asked("POST")).hasSize(1);
    }

    @Test
    void questionsAreReadAndAnswered() {
        answers("GET", 200, "approvals.json");
        List<ApprovalView> questions = engine.approvals("run-1");
        assertThat(questions).singleElement().satisfies(question -> {
            assertThat(question.isPending()).isTrue();
            assertThat(question.bindingDigest()).isEqualTo("sha256:" + "1".repeat(64));
            assertThat(question.risks()).containsExactly("changes the build");
            assertThat(question.mutations().get(0).preview()).isEqualTo("It is mended.");
        });
        assertThat(server.asked().get(0).path()).isEqualTo("/api/orgs/acme/agents/approvals?limit=50&run=run-1");
        Verdict yes =
                new Verdict("approval-3", true, "sha256:" + "1".repeat(64), new JenkinsUser("ada", "ada", ""), "fine");
        answers("POST", 200, "decision.json");
        assertThat(engine.decide(yes).standing()).isEqualTo("approved");
        answers("POST", 409, "decision-stale.json");
        assertThatThrownBy(() -> engine.decide(yes))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo("STALE"));
    }

    @Test
    void whatCameOfAReportIsRead() {
        answers("GET", 200, "delivery.json");
        ReportOutcome outcome = engine.outcomeOf(new ReportAnswer("delivery-1", false));
        assertThat(outcome.settled()).isTrue();
        assertThat(outcome.decision()).isEqualTo("coalesced");
        assertThat(outcome.reasons()).extracting(reason -> reason.code()).containsExactly("SameFailure");
        assertThat(outcome.runs()).singleElement().satisfies(run -> {
            assertThat(run.id()).isEqualTo("run-1");
            assertThat(run.decision()).isEqualTo("coalesced");
        });
    }

    @Test
    void theOrganizationIsRead() {
        answers("GET", 200, "organization.json");
        assertThat(engine.info().description()).endsWith("organization acme");
    }
}
