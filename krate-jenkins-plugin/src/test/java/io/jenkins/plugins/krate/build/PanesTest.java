package io.jenkins.plugins.krate.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.engine.remote.RemoteEngine;
import io.jenkins.plugins.krate.engine.remote.ServerAccess;
import io.jenkins.plugins.krate.engine.remote.ServerAddress;
import io.jenkins.plugins.krate.standin.StandInServer;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PanesTest {

    private final List<RunView> seen = new ArrayList<>();
    private final Notices notices = new Notices();
    private final Panes panes = new Panes(notices, seen::add);

    private static SeenRun kept(String id) {
        return SeenRun.of(
                new RunView(id, Phase.RUNNING, "", "mender", "diagnosis", "created", List.of(), "", List.of()));
    }

    @Test
    void aPageShowsRunsQuestionsAndPatchAndRemembersThePhase() throws Exception {
        try (StandInServer server = new StandInServer()) {
            server.answers().run("run-1", "waiting-for-approval", "run-1-1-patch");
            server.answers().artifact("run-1-1-patch", "@@\n+a\n");
            server.answers().approval("approval-1", "run-1", "pending", "", "");
            notices.put("approval-1", "Not counted: look again");
            RemoteEngine engine = new RemoteEngine(
                    HttpClient.newHttpClient(),
                    new ServerAccess(ServerAddress.of(server.url()), "acme", "krt_x"),
                    Optional.empty());
            List<SeenRun> runs = List.of(kept("run-1"), kept("run-0"), kept(""));
            List<RunPane> shown = panes.asked(runs, () -> engine);
            assertThat(shown.get(0).getRun().getPhase()).isEqualTo("waiting-for-approval");
            assertThat(shown.get(0).getRun().getDecision()).isEqualTo("created");
            assertThat(shown.get(0).getPatch()).hasSize(2);
            assertThat(shown.get(0).getApprovals()).hasSize(1).first().satisfies(question -> {
                assertThat(question.isPending()).isTrue();
                assertThat(question.getNotice()).isEqualTo("Not counted: look again");
            });
            assertThat(shown.get(1).getTrouble()).contains("it is not there");
            assertThat(shown.get(2).getTrouble()).isEmpty();
            assertThat(seen).extracting(RunView::id).containsExactly("run-1");
            panes.asked(runs, () -> engine);
            assertThat(server.asked("GET /api/orgs/acme/agents/runs/run-1/artifacts/"))
                    .as("artifacts do not change")
                    .hasSize(1);
        }
    }

    @Test
    void aPageWithoutAnEngineShowsWhatWasKept() {
        List<RunPane> shown = panes.asked(List.of(kept("run-1")), () -> {
            throw new EngineException(EngineException.Kind.UNAVAILABLE, "NOT_CONFIGURED", "Krate is not configured");
        });
        assertThat(shown.get(0).getTrouble()).isEqualTo("Krate is not configured");
        assertThat(shown.get(0).getRun().getPhase()).isEqualTo("running");
    }
}
