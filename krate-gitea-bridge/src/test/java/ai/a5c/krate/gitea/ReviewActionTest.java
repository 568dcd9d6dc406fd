package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.GiteaStage.HEAD_OF_3;
import static ai.a5c.krate.gitea.GiteaStage.MARKER;
import static ai.a5c.krate.gitea.GiteaStage.assertMayPass;
import static ai.a5c.krate.gitea.GiteaStage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInComment;
import ai.a5c.krate.gitea.standin.StandInReview;
import ai.a5c.krate.gitea.standin.StandInReview.Inline;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import ai.a5c.krate.testkit.WriteBackTargetContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewActionTest implements WriteBackTargetContract {

    private static final String ON_A_LINE = """
            [{"path": "src/Main.java", "line": 3, "body": "Still divides."},
             {"path": "src/Main.java", "line": 3, "side": "old", "body": "This was it."}]
            """;

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
        return GiteaStage.mutation("pr-review", "3", "Looks fine.", marker, "headSha", HEAD_OF_3);
    }

    @Override
    public int effects() {
        return stage.work().reviews(3).size() + comments();
    }

    private int comments() {
        return stage.gitea().comments("acme", "app", 3).size();
    }

    @Test
    void remarksStandOnTheirLinesOfTheCommitThatWasReviewed() {
        Written written = target().write(review("REQUEST_CHANGES", ON_A_LINE));
        assertThat(written).isEqualTo(new Written("502", stage.url("pulls/3#issuecomment-1502")));
        StandInReview review = stage.work().reviews(3).get(0);
        assertThat(review.state()).isEqualTo("REQUEST_CHANGES");
        assertThat(review.commit()).isEqualTo(HEAD_OF_3);
        assertThat(review.body()).isEqualTo("Two things.\n\n" + MARKER + "\n");
        assertThat(review.comments())
                .containsExactly(
                        new Inline(500, "src/Main.java", 3, 0, "Still divides.\n\n" + MARKER + "\n"),
                        new Inline(501, "src/Main.java", 0, 3, "This was it.\n\n" + MARKER + "\n"));
    }

    @Test
    void aRemarkOnALineThatTheDiffDoesNotShowGoesIntoTheSummary() {
        target().write(review("COMMENT", """
                [{"path": "src/Main.java", "line": 4, "body": "Here."},
                 {"path": "src/Main.java", "line": 40, "body": "There,\\nfar below."},
                 {"path": "src/Gone`.java", "line": 1, "side": "old", "body": "Why?"}]
                """));
        StandInReview review = stage.work().reviews(3).get(0);
        assertThat(review.comments()).extracting(Inline::newPosition).containsExactly(4L);
        assertThat(review.body()).isEqualTo("""
                Two things.

                On lines that the diff at 09dad1bb00 does not show:

                `src/Main.java`, line 40:

                There,
                far below.

                `src/Gone'.java`, line 1 as it was:

                Why?

                """ + MARKER + "\n");
    }

    @Test
    void allRemarksGoIntoTheSummaryOfWhatHasALargerDiffThanIsRead() {
        stage.work().code().diff(3, "+".repeat(200_000));
        stage.reading(100_000).write(review("COMMENT", ON_A_LINE));
        assertThat(stage.work().reviews(3)).singleElement().satisfies(review -> {
            assertThat(review.comments()).isEmpty();
            assertThat(review.body()).contains("Still divides.").contains("This was it.");
        });
    }

    @Test
    void nothingIsWrittenOnceTheHeadHasMoved() {
        stage.gitea().as("alice").push(3, "a".repeat(40));
        assertMayPass(
                () -> target().write(review("APPROVED", "[]")),
                "HeadMoved",
                "acme/app#3 is not at " + HEAD_OF_3 + " any more, which was reviewed; nothing was written");
        assertThat(effects()).isZero();
    }

    @Test
    void atALaterHeadThatSomebodyApprovedAllRemarksGoIntoTheSummary() {
        String later = "a".repeat(40);
        stage.gitea().as("alice").push(3, later);
        target().write(reviewApprovedAt(later));
        assertThat(stage.work().reviews(3)).singleElement().satisfies(review -> {
            assertThat(review.commit()).isEqualTo(later);
            assertThat(review.comments()).isEmpty();
            assertThat(review.body()).isEqualTo("""
                    Two things.

                    On lines of 09dad1bb00, which is not the head any more:

                    `src/Main.java`, line 3:

                    Still divides.

                    `src/Main.java`, line 3 as it was:

                    This was it.

                    """ + MARKER + "\n");
        });
    }

    @Test
    void nothingIsWrittenAtAnotherHeadThanTheOneThatSomebodyApproved() {
        stage.gitea().as("alice").push(3, "a".repeat(40));
        String approved = "b".repeat(40);
        assertMayPass(
                () -> target().write(reviewApprovedAt(approved)),
                "HeadMoved",
                "acme/app#3 is not at " + approved + " any more, which was approved; nothing was written");
        assertThat(effects()).isZero();
    }

    @Test
    void ofTheOwnPullRequestItIsACommentWithItsVerdictInWords() {
        long own = stage.gitea().as("claude-bot").openPull("Mine", "", "krate/r-1", "b".repeat(40));
        Mutation mutation = GiteaStage.mutation(
                "pr-review", Long.toString(own), "No.", MARKER, "headSha", "b".repeat(40), "event", "REQUEST_CHANGES");
        target().write(mutation);
        assertThat(stage.work().reviews(own)).singleElement().satisfies(review -> {
            assertThat(review.state()).isEqualTo("COMMENT");
            assertThat(review.body()).startsWith("**Verdict: changes requested.**\n\nNo.\n");
        });
    }

    @Test
    void aVerdictOnAClosedPullRequestWhichTheForgeDoesNotTakeBecomesAComment() {
        stage.gitea().as("alice").close(3);
        Mutation mutation = review("APPROVED", ON_A_LINE);
        Written written = target().write(mutation);
        assertThat(written.url()).isEqualTo(stage.url("pulls/3#issuecomment-100"));
        assertThat(stage.work().reviews(3)).isEmpty();
        assertThat(stage.gitea().comments("acme", "app", 3))
                .extracting(StandInComment::body)
                .containsExactly("""
                        **Verdict: approved.**

                        Two things.

                        On lines that the diff at 09dad1bb00 does not show:

                        `src/Main.java`, line 3:

                        Still divides.

                        `src/Main.java`, line 3 as it was:

                        This was it.

                        """ + MARKER + "\n");
        assertThat(target().find(mutation)).contains(written);
        target().write(mutation);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void whatTheForgeDidNotFinishIsNotPublishedTwice() {
        stage.work().failReviewInTheMiddle();
        Mutation mutation = review("COMMENT", ON_A_LINE);
        assertMayPass(
                () -> target().write(mutation),
                "Unreachable",
                stage.gitea().baseUrl() + " did not take the call for acme/app#3: status 500");
        assertThat(target().find(mutation)).isEmpty();
        target().write(mutation);
        assertThat(stage.work().reviews(3))
                .singleElement()
                .satisfies(review -> assertThat(review.comments()).hasSize(2));
    }

    @Test
    void aReviewThatSomebodyIsWritingByKratesAccountIsLeftAlone() {
        stage.work().failReviewInTheMiddle();
        Mutation others =
                GiteaStage.mutation("pr-review", "3", "x", "marker-2", "headSha", HEAD_OF_3, "comments", ON_A_LINE);
        assertMayPass(
                () -> target().write(others),
                "Unreachable",
                stage.gitea().baseUrl() + " did not take the call for acme/app#3: status 500");
        assertRefused(
                () -> target().write(review("COMMENT", ON_A_LINE)),
                "UnfinishedReview",
                "Krate's account has a review of acme/app#3 that was not submitted; submit or delete it there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "nonsense",
                "[1]",
                "[{\"path\": \"a\", \"line\": 0, \"body\": \"x\"}]",
                "[{\"path\": \"\", \"line\": 1, \"body\": \"x\"}]",
                "[{\"path\": \"a\", \"line\": 1, \"body\": \"x\", \"side\": \"left\"}]"
            })
    void remarksThatCannotBeReadAreRefused(String comments) {
        assertRefused(
                () -> target().write(review("COMMENT", comments)),
                "Malformed",
                "the parameter 'comments' of pr-review is a JSON array of at most 200 objects with 'path', 'line', 'body'"
                        + " and 'side', new or old");
        assertThat(effects()).isZero();
    }

    @Test
    void aReviewSaysWhichCommitItIsOf() {
        assertRefused(
                () -> target().write(GiteaStage.mutation("pr-review", "3", "x", MARKER)),
                "Malformed",
                "pr-review needs the parameter 'headSha', on one line");
        assertRefused(
                () -> target().write(GiteaStage.mutation("pr-review", "3", "x", MARKER, "headSha", "main")),
                "Malformed",
                "'main' is no whole commit id");
    }

    @Test
    void aTokenWithoutTheScopeIsNamedInTheForgesWords() {
        try (GiteaStage poor = GiteaStage.of("claude-bot", "write:issue", "read:repository", "read:user")) {
            assertRefused(
                    () -> poor.target().write(review("COMMENT", "[]")),
                    "Forbidden",
                    "Krate may not review acme/app#3; its token needs write:repository, write:issue and read:user (status"
                            + " 403: token does not have at least one of required scope(s): [write:repository])");
        }
    }

    private static Mutation review(String event, String comments) {
        return GiteaStage.mutation(
                "pr-review", "3", "Two things.", MARKER, "headSha", HEAD_OF_3, "event", event, "comments", comments);
    }

    private static Mutation reviewApprovedAt(String head) {
        return GiteaStage.mutation(
                "pr-review",
                "3",
                "Two things.",
                MARKER,
                "headSha",
                HEAD_OF_3,
                "approvedHead",
                head,
                "comments",
                ON_A_LINE);
    }
}
