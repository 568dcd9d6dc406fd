package io.jenkins.plugins.krate.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.engine.Verdict.JenkinsUser;
import io.jenkins.plugins.krate.engine.remote.RemoteEngine;
import io.jenkins.plugins.krate.engine.remote.ServerAccess;
import io.jenkins.plugins.krate.engine.remote.ServerAddress;
import io.jenkins.plugins.krate.standin.Reply;
import io.jenkins.plugins.krate.standin.StandInServer;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnsweringTest {

    private static final String SHOWN = "sha256:" + "1".repeat(64);
    private static final String OTHER = "sha256:" + "2".repeat(64);
    private static final JenkinsUser ADA = new JenkinsUser("ada", "ada", "");

    private StandInServer server;
    private RemoteEngine engine;

    @BeforeEach
    void start() throws Exception {
        server = new StandInServer();
        engine = new RemoteEngine(
                HttpClient.newHttpClient(),
                new ServerAccess(ServerAddress.of(server.url()), "acme", "krt_x"),
                Optional.empty());
        server.answers().approval("approval-1", "run-1", "pending", SHOWN, "");
        server.answers().approval("approval-2", "run-2", "pending", SHOWN, "");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String answer(String run, String approval, String verdict, String digest) {
        SeenRun ours = SeenRun.of(new RunView("run-1", Phase.QUEUED, "", "", "", "", List.of(), "", List.of()));
        return new Answering(List.of(ours), () -> engine)
                .answer(Answering.Given.of(run, approval, verdict, digest, "fine"), ADA);
    }

    @Test
    void aYesToWhatWasShownCounts() {
        assertThat(answer("run-1", "approval-1", "approve", SHOWN))
                .isEqualTo("You said yes; the question is approved now.");
        assertThat(server.asked("POST").get(0).json()).containsEntry("comment", "ada in Jenkins: fine");
    }

    @Test
    void aNoCountsToo() {
        assertThat(answer("run-1", "approval-1", "deny", SHOWN)).isEqualTo("You said no; the question is denied now.");
    }

    @Test
    void anAnswerToSomethingElseThanWasShownDoesNotCount() {
        String looksElse = "Not counted: what would happen is no longer what you were shown. Look again.";
        assertThat(answer("run-1", "approval-1", "approve", OTHER)).isEqualTo(looksElse);
        assertThat(answer("run-1", "approval-1", "approve", "")).isEqualTo(looksElse);
        assertThat(server.asked("POST")).isEmpty();
    }

    @Test
    void onlyRunsOfThisBuildAreAnswered() {
        String none = "That is no answer to a question of a run of this build.";
        assertThat(answer("run-2", "approval-2", "approve", SHOWN)).isEqualTo(none);
        assertThat(answer("", "approval-1", "approve", SHOWN)).isEqualTo(none);
        assertThat(answer("run-1", "approval-1", "perhaps", SHOWN)).isEqualTo(none);
        assertThat(answer("run-1", "approval-2", "approve", SHOWN)).isEqualTo("The run asks no such question.");
        assertThat(server.asked("POST")).isEmpty();
    }

    @Test
    void aRefusalIsToldToWhoeverAnswered() {
        server.order("POST", Reply.error(403, "OWN_REQUEST", "nobody approves what they asked for"));
        assertThat(answer("run-1", "approval-1", "approve", SHOWN))
                .isEqualTo("Not counted: Krate at %s: nobody approves what they asked for".formatted(server.url()));
    }
}
