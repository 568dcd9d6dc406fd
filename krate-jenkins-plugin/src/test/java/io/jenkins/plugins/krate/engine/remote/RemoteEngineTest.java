package io.jenkins.plugins.krate.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.krate.engine.ApprovalView;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.engine.Verdict;
import io.jenkins.plugins.krate.engine.Verdict.JenkinsUser;
import io.jenkins.plugins.krate.standin.Asked;
import io.jenkins.plugins.krate.standin.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteEngineTest extends AtServer {

    @Test
    void aDispatchSaysEverythingOnceAndUnderItsKey() {
        RunView run = engine.dispatch(ORDER);
        assertThat(run.id()).isEqualTo("run-1");
        assertThat(run.phase()).isEqualTo(Phase.QUEUED);
        assertThat(run.decision()).isEqualTo("created");
        assertThat(run.url()).isEqualTo(server.url() + "/orgs/acme/agents/runs/run-1");
        assertThat(engine.dispatch(ORDER).id()).isEqualTo("run-1");
        Asked asked = server.asked().get(0);
        assertThat(asked.line()).isEqualTo("POST /api/orgs/acme/agents/runs");
        assertThat(asked.header("authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(asked.header("idempotency-key")).isEqualTo("jenkins-1");
        assertThat(asked.json())
                .containsEntry("agentStack", "mender")
                .containsEntry("repository", "acme/app")
                .containsEntry("taskKind", "ci-repair")
                .containsEntry("ref", "refs/heads/main")
                .containsEntry("workItem", "pull-request/7");
    }

    @Test
    void aRunThatAsksPeopleFirstIsTold() {
        server.answers().runsBeginAs("waiting-for-approval");
        assertThat(engine.dispatch(ORDER).decision()).isEqualTo("awaiting-approval");
    }

    @Test
    void aDenialIsAnAnswerWithEveryReason() {
        server.order(
                "POST",
                Reply.error(
                        403,
                        "POLICY_DENIED",
                        "the permission review denies it; nothing was dispatched",
                        "MissingGrant:the stack lacks a grant",
                        "MissingRunnerPool:there is no pool"));
        RunView denied = engine.dispatch(ORDER);
        assertThat(denied.phase()).isEqualTo(Phase.DENIED);
        assertThat(denied.id()).isEmpty();
        assertThat(denied.reasons())
                .extracting(reason -> reason.code())
                .containsExactly("MissingGrant", "MissingRunnerPool");
    }

    @Test
    void aTokenThatMayOnlyReadIsNoDenial() {
        server.order("POST", Reply.error(403, "POLICY_DENIED", "the token may only read"));
        assertThatThrownBy(() -> engine.dispatch(ORDER))
                .hasMessage("Krate at %s: the token may only read".formatted(server.url()))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(EngineException.Kind.REFUSED);
                    assertThat(e.mayPass()).isFalse();
                });
    }

    @Test
    void aRunThatIsOverTellsWhatItsDiagnosisSays() {
        server.answers().run("run-9", "succeeded", "run-9-1-diagnosis", "run-9-1-patch");
        server.order(
                "GET /api/orgs/acme/agents/runs/run-9/artifacts",
                Reply.json(
                        200,
                        Map.of(
                                "items",
                                List.of(Map.of(
                                        "name", "run-9-1-diagnosis", "summary", "a test forgot the leap year")))));
        RunView run = engine.run("run-9");
        assertThat(run.summary()).isEqualTo("a test forgot the leap year");
        assertThat(run.artifacts()).extracting(artifact -> artifact.kind()).containsExactly("diagnosis", "patch");
    }

    @Test
    void cancellingWhatHasEndedIsNoError() {
        server.order("POST", Reply.error(409, "REFUSED", "the run is over", "RUN_OVER:the run is over"));
        engine.cancel("run-1", "the build was aborted");
        server.order("POST", Reply.error(409, "REFUSED", "no", "ELSE:no"));
        assertThatThrownBy(() -> engine.cancel("run-1", "why")).isInstanceOf(EngineException.class);
        assertThat(server.asked().get(0).json()).containsExactly(Map.entry("message", "the build was aborted"));
    }

    @Test
    void anAnswerRepeatsWhatWasShownAndTellsWhoGaveIt() {
        server.answers().approval("approval-1", "run-1", "pending", "sha256:" + "1".repeat(64), "+ a line");
        server.answers().approval("approval-2", "run-2", "pending", "sha256:" + "2".repeat(64), "");
        ApprovalView question = engine.approvals("run-1").get(0);
        assertThat(engine.approvals("run-1")).hasSize(1);
        assertThat(question.mutations().get(0).preview()).isEqualTo("+ a line");
        JenkinsUser ada = new JenkinsUser("ada", "Ada Lovelace", "https://jenkins.example/");
        ApprovalView after =
                engine.decide(new Verdict("approval-1", true, question.bindingDigest(), ada, "looks fine"));
        assertThat(after.standing()).isEqualTo("approved");
        Asked asked = server.asked("POST").get(0);
        assertThat(asked.path()).isEqualTo("/api/orgs/acme/agents/approvals/approval-1/decision");
        assertThat(asked.json())
                .containsEntry("decision", "approve")
                .containsEntry("bindingDigest", "sha256:" + "1".repeat(64))
                .containsEntry("onBehalfOf", Map.of("user", "ada", "controller", "https://jenkins.example/"))
                .containsEntry("comment", "Ada Lovelace (ada) in Jenkins at https://jenkins.example/: looks fine");
        assertThatThrownBy(() -> engine.decide(new Verdict("approval-1", true, "sha256:" + "2".repeat(64), ada, "")))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo("STALE"));
    }

    @Test
    void anArtifactIsFoundByItsNameOrAsTheLatestOfItsKind() {
        server.answers().run("run-1", "succeeded", "run-1-1-patch", "run-1-2-patch");
        server.answers().artifact("run-1-1-patch", "old");
        server.answers().artifact("run-1-2-patch", "new");
        assertThat(new String(engine.artifact("run-1", "patch"), StandardCharsets.UTF_8))
                .isEqualTo("new");
        assertThat(new String(engine.artifact("run-1", "run-1-1-patch"), StandardCharsets.UTF_8))
                .isEqualTo("old");
        assertThatThrownBy(() -> engine.artifact("run-1", "review"))
                .hasMessage("the run has no artifact of that name; it has: run-1-1-patch, run-1-2-patch");
    }

    @Test
    void namesCannotLeadElsewhere() {
        for (String name : new String[] {"../../tokens", "a/b", "a?b=c", "", "run 1", "..", "%2e%2e", "run\r\nX: y"}) {
            assertThatThrownBy(() -> engine.run(name))
                    .as(name)
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.NOT_FOUND));
        }
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void theConnectionIsTestedByAskingForTheOrganization() {
        assertThat(engine.info().description()).isEqualTo("Krate at %s, organization acme".formatted(server.url()));
        assertThat(engine.info().warning()).isEmpty();
    }
}
