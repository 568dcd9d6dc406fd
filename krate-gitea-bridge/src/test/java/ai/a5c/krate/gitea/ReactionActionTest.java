package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.GiteaStage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import ai.a5c.krate.testkit.WriteBackTargetContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reaction carries no marker: in the contract each marker is another reaction, of which an account has one each. */
class ReactionActionTest implements WriteBackTargetContract {

    private static final Map<String, String> BY_MARKER =
            Map.of("marker-1", "eyes", "marker-11", "heart", "marker-2", "rocket");

    private final GiteaStage stage = GiteaStage.built();

    @AfterEach
    void close() {
        stage.close();
    }

    @Override
    public WriteBackTarget target() {
        return stage.target();
    }

    @Override
    public Mutation mutation(String marker) {
        return react(BY_MARKER.getOrDefault(marker, "+1"));
    }

    @Override
    public int effects() {
        return stage.work().reactions("issue/1").size();
    }

    @Test
    void aCommentIsReactedTo() {
        long comment = stage.gitea().say("alice", 1, "@claude fix").id();
        Mutation mutation = GiteaStage.mutation("reaction", "1", "eyes", "", "comment", Long.toString(comment));
        assertThat(target().find(mutation)).isEmpty();
        Written written = target().write(mutation);
        assertThat(written).isEqualTo(new Written("100/eyes", stage.url("issues/1#issuecomment-100")));
        assertThat(target().find(mutation)).contains(written);
        assertThat(target().write(mutation)).isEqualTo(written);
        assertThat(stage.work().reactions("comment/100")).containsExactly("claude-bot:eyes");
        assertThat(effects()).isZero();
    }

    @Test
    void theSameReactionOfSomebodyElseIsNotOurs() {
        stage.work().react("alice", "issue/1", "eyes");
        assertThat(target().find(react("eyes"))).isEmpty();
        target().write(react("eyes"));
        assertThat(stage.work().reactions("issue/1")).containsExactly("alice:eyes", "claude-bot:eyes");
    }

    @Test
    void itIsFoundBehindManyOthers() {
        for (int count = 0; count < 120; count++) {
            stage.work().react("alice", "issue/1", "reaction-" + count);
        }
        Written written = target().write(react("eyes"));
        assertThat(target().find(react("eyes"))).contains(written);
    }

    @Test
    void aReactionThatTheForgeDoesNotAllowIsRefusedInItsWords() {
        assertRefused(
                () -> target().write(react("cow")),
                "Forbidden",
                "Krate may not react to acme/app#1; its token needs write:issue and read:user (status 403: 'cow' is not an"
                        + " allowed reaction)");
    }

    @Test
    void whatIsNoReactionIsRefused() {
        assertRefused(() -> target().write(react("<b>")), "Malformed", "'<b>' is no reaction, such as eyes or +1");
        assertRefused(
                () -> target().write(GiteaStage.mutation("reaction", "1", "eyes", "", "comment", "x")),
                "NotFound",
                "'x' is no comment's id");
        assertRefused(
                () -> target().write(GiteaStage.mutation("reaction", "1", "eyes", "", "comment", "999")),
                "NotFound",
                "acme/app#1 is not there, or Krate may not see it");
    }

    private static Mutation react(String content) {
        return GiteaStage.mutation("reaction", "1", content, "");
    }
}
