package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInDelivery;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.kind.execution.AgentNotice.NoticeForm;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack T40 with what Krate writes most: the edits of its status comment come back and start nothing. */
class OwnStatusCommentTest {

    @TempDir
    private Path directory;

    @Test
    void anEditOfOurStatusCommentThatIsDeliveredAndReplayedStartsNothingAndSaysNothing() {
        try (GiteaScene scene = new GiteaScene(directory).begun()) {
            scene.forge.say("alice", 1, "@claude fix this");
            scene.pass(Duration.ofMinutes(1));
            assertThat(scene.all(AgentDispatchRun.class)).hasSize(1);
            List<StandInDelivery> edits = scene.forge.deliveries().stream()
                    .filter(delivery -> GiteaScene.isOfKrate(delivery.body()))
                    .filter(delivery ->
                            "edited".equals(Json.readObject(delivery.body()).get("action")))
                    .toList();
            assertThat(edits).isNotEmpty().allSatisfy(edit -> {
                assertThat(edit.event()).isEqualTo("issue_comment");
                assertThat(edit.body()).contains("krate:v1");
                assertThat(edit.status()).isEqualTo(202);
            });
            List<AgentNotice> said = scene.all(AgentNotice.class);
            StandInDelivery edit = edits.get(edits.size() - 1);
            scene.deliver(new Capture("replayed", Map.of("x-gitea-event", edit.event()), edit.body()));
            scene.pass(Duration.ofMinutes(1));
            assertThat(scene.all(AgentDispatchRun.class)).hasSize(1);
            assertThat(scene.all(AgentNotice.class)).isEqualTo(said);
            assertThat(said)
                    .filteredOn(notice -> notice.spec().form() == NoticeForm.STATUS_COMMENT)
                    .hasSize(1);
            List<WebhookDelivery> ours = scene.all(WebhookDelivery.class).stream()
                    .filter(delivery -> !scene.deliveries().contains(delivery))
                    .filter(delivery -> !delivery.status().decision().equals("unmatched"))
                    .toList();
            assertThat(ours).hasSizeGreaterThan(edits.size()).allSatisfy(delivery -> {
                assertThat(delivery.status().decision()).isEqualTo("suppressed");
                assertThat(delivery.status().runs()).isEmpty();
                assertThat(delivery.status().reasons())
                        .extracting(reason -> reason.code())
                        .containsExactly("OwnEcho");
            });
        }
    }
}
