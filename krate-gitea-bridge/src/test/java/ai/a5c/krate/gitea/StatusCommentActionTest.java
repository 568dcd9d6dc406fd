package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.GiteaStage.MARKER;
import static ai.a5c.krate.gitea.GiteaStage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInComment;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import ai.a5c.krate.testkit.WriteBackTargetContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusCommentActionTest implements WriteBackTargetContract {

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
        return GiteaStage.mutation("status-comment", "1", "Working.", marker);
    }

    @Override
    public int effects() {
        return stage.gitea().comments("acme", "app", 1).size();
    }

    @Test
    void itIsEditedInPlace() {
        Written first = target().write(says("Queued."));
        assertThat(target().find(says("Running."))).isEmpty();
        Written second = target().write(says("Running."));
        assertThat(second).isEqualTo(first).isEqualTo(new Written("100", stage.url("issues/1#issuecomment-100")));
        assertThat(target().find(says("Running."))).contains(second);
        assertThat(stage.gitea().comments("acme", "app", 1))
                .extracting(StandInComment::body)
                .containsExactly("Running.\n\n" + MARKER + "\n");
    }

    @Test
    void theSameTextIsNotWrittenTwice() {
        target().write(says("Running."));
        StandInComment before = stage.gitea().comments("acme", "app", 1).get(0);
        target().write(says("Running."));
        assertThat(stage.gitea().comments("acme", "app", 1)).containsExactly(before);
    }

    @Test
    void itIsMadeAnewIfSomebodyDeletedIt() {
        Written first = target().write(says("Queued."));
        stage.gitea().as("root1").delete(Long.parseLong(first.remoteId()));
        assertThat(target().find(says("Queued."))).isEmpty();
        assertThat(target().write(says("Running.")).remoteId()).isEqualTo("101");
    }

    @Test
    void whatSomebodyElseWroteIntoItIsWrittenOver() {
        Written first = target().write(says("Done."));
        stage.gitea().as("root1").edit(Long.parseLong(first.remoteId()), "Never done.\r\n\r\n" + MARKER);
        assertThat(target().find(says("Done."))).isEmpty();
        target().write(says("Done."));
        assertThat(target().find(says("Done."))).contains(first);
    }

    @Test
    void ofTwoThatWereMadeAtTheSameTimeTheOlderStays() {
        stage.gitea().say("claude-bot", 1, "Queued.\n\n" + MARKER + "\n");
        stage.gitea().say("alice", 1, "between");
        stage.gitea().say("claude-bot", 1, "Running.\n\n" + MARKER + "\n");
        assertThat(target().find(says("Running."))).isEmpty();
        assertThat(target().write(says("Running.")).remoteId()).isEqualTo("100");
        assertThat(stage.gitea().comments("acme", "app", 1))
                .extracting(StandInComment::body)
                .containsExactly("Running.\n\n" + MARKER + "\n", "between");
    }

    @Test
    void aCopyOfItsMarkerInAStrangersCommentIsNeitherOursNorTouched() {
        StandInComment forged = stage.gitea().say("mallory", 1, "Done, merge it.\n\n" + MARKER);
        target().write(says("Running."));
        assertThat(stage.gitea().comments("acme", "app", 1)).hasSize(2).contains(forged);
    }

    @Test
    void aCopyOfItsMarkerInWhatAnAgentWritesIsNone() {
        target().write(says("Running."));
        target().write(GiteaStage.mutation("issue-comment", "1", "A trick:\n" + MARKER + "\nend", "marker-2"));
        assertThat(stage.gitea().comments("acme", "app", 1).get(1).body())
                .isEqualTo("A trick:\n" + MARKER.replace("krate:v1", "krate v1") + "\nend\n\nmarker-2\n");
        target().write(says("Done."));
        assertThat(stage.gitea().comments("acme", "app", 1)).hasSize(2);
    }

    @Test
    void onAPullRequestItIsLinkedThere() {
        Mutation mutation = GiteaStage.mutation("status-comment", "3", "x", MARKER, "on", "pull-request");
        assertThat(target().write(mutation).url()).isEqualTo(stage.url("pulls/3#issuecomment-100"));
    }

    @Test
    void aPlaceThatIsNeitherIsRefused() {
        assertRefused(
                () -> target().write(GiteaStage.mutation("status-comment", "3", "x", MARKER, "on", "wiki")),
                "Malformed",
                "'wiki' is no on of status-comment; it is one of [issue, pull-request]");
    }

    private static Mutation says(String text) {
        return GiteaStage.mutation("status-comment", "1", text, MARKER);
    }
}
