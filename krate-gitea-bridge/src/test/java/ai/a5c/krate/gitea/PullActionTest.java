package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.GiteaStage.HEAD_OF_3;
import static ai.a5c.krate.gitea.GiteaStage.MARKER;
import static ai.a5c.krate.gitea.GiteaStage.assertMayPass;
import static ai.a5c.krate.gitea.GiteaStage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import ai.a5c.krate.testkit.WriteBackTargetContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PullActionTest implements WriteBackTargetContract {

    private static final String OURS = "d".repeat(40);
    private static final String OTHER = "e".repeat(40);

    private final GiteaStage stage = GiteaStage.built();

    @BeforeEach
    void push() {
        stage.work().code().branch("krate/r-1", OURS);
        stage.work().code().branch("krate/marker-2", OTHER);
    }

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
        return open(marker.equals("marker-2") ? "krate/marker-2" : "krate/r-1", marker);
    }

    @Override
    public int effects() {
        return stage.gitea().pulls().size() - 4;
    }

    @Test
    void itIsOpenedWithItsMarker() {
        Written written = target().write(open("krate/r-1", MARKER));
        assertThat(written).isEqualTo(new Written("8", stage.url("pulls/8")));
        Map<String, Object> pull = stage.gitea().pulls().get(0);
        assertThat(pull)
                .containsEntry("number", 8)
                .containsEntry("title", "Fix it")
                .containsEntry("body", "Closes #1\n\n" + MARKER + "\n");
        assertThat(target().find(open("krate/r-1", MARKER))).contains(written);
    }

    @Test
    void oneThatSomebodyHasClosedIsNotOpenedAgain() {
        Written written = target().write(open("krate/r-1", MARKER));
        stage.gitea().as("alice").close(Long.parseLong(written.remoteId()));
        assertThat(target().write(open("krate/r-1", MARKER))).isEqualTo(written);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void aMarkerInAStrangersPullRequestIsNotOurs() {
        stage.gitea().as("alice").openPull("Mine", MARKER, "krate/x", "f".repeat(40));
        assertThat(target().find(open("krate/r-1", MARKER))).isEmpty();
        target().write(open("krate/r-1", MARKER));
        assertThat(effects()).isEqualTo(2);
    }

    @Test
    void nothingIsOpenedWhereOneOfTheSameBranchesIsOpen() {
        stage.gitea().as("alice").openPull("By hand", "", "krate/r-1", OURS);
        assertRefused(
                () -> target().write(open("krate/r-1", MARKER)),
                "NoChange",
                "acme/app#8 is open already from krate/r-1 to main; nothing was opened");
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void nothingIsOpenedThatAnotherPullRequestOfTheRepositoryBringsAlready() {
        stage.work().code().sameContent(OURS, HEAD_OF_3);
        assertRefused(
                () -> target().write(open("krate/r-1", MARKER)),
                "NoChange",
                "acme/app#3 brings the same content to main already; nothing was opened");
        assertThat(effects()).isZero();
        stage.gitea().as("alice").close(3);
        target().write(open("krate/r-1", MARKER));
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void thatAForkOrAPushForReviewBringsTheSameStopsNothing() {
        stage.work().code().sameContent("f002d6abd7da059c391b19eb786c53999eb0e21e", OURS);
        stage.work().code().sameContent("5bab785975a8a2babc88149eb02de6027432aaed", OURS);
        target().write(open("krate/r-1", MARKER));
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void nothingIsOpenedThatBringsNothing() {
        stage.work().code().sameContent(OURS, stage.work().code().head("main").orElseThrow());
        assertRefused(
                () -> target().write(open("krate/r-1", MARKER)),
                "NoChange",
                "acme/app:krate/r-1 has the same content as main; there is nothing to open a pull request for");
        assertThat(effects()).isZero();
    }

    @Test
    void aRaceThatIsLostIsNoFailure() {
        stage.gitea().failNext("POST", 409, "pull request already exists for these targets");
        assertRefused(
                () -> target().write(open("krate/r-1", MARKER)),
                "NoChange",
                "a pull request from acme/app:krate/r-1 to main is open already; nothing was opened");
    }

    @Test
    void nothingIsOpenedOnceTheBranchHasMoved() {
        Mutation mutation = GiteaStage.mutation(
                "open-pr", "krate/r-1", "", MARKER, "base", "main", "title", "Fix it", "headSha", OTHER);
        assertMayPass(
                () -> target().write(mutation),
                "HeadMoved",
                "acme/app:krate/r-1 is at %s and not at %s any more; nothing was opened".formatted(OURS, OTHER));
    }

    @Test
    void branchesThatAreNotThereAreNamed() {
        assertRefused(
                () -> target().write(open("krate/none", MARKER)), "NotFound", "acme/app has no branch 'krate/none'");
        assertRefused(
                () -> target().write(GiteaStage.mutation(
                        "open-pr", "krate/r-1", "", MARKER, "base", "trunk", "title", "Fix it")),
                "NotFound",
                "acme/app has no branch 'trunk'");
    }

    @Test
    void aPullRequestNeedsATitle() {
        assertRefused(
                () -> target().write(GiteaStage.mutation("open-pr", "krate/r-1", "", MARKER, "base", "main")),
                "Malformed",
                "open-pr needs the parameter 'title', on one line");
        assertRefused(
                () -> target().write(GiteaStage.mutation(
                        "open-pr", "krate/r-1", "", MARKER, "base", "main", "title", "x".repeat(256))),
                "Malformed",
                "the title of a pull request has at most 255 characters");
    }

    private static Mutation open(String branch, String marker) {
        return GiteaStage.mutation("open-pr", branch, "Closes #1", marker, "base", "main", "title", "Fix it");
    }
}
