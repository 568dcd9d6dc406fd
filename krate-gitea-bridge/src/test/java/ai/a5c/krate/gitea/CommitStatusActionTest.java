package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.GiteaStage.HEAD_OF_3;
import static ai.a5c.krate.gitea.GiteaStage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.gitea.standin.StandInStatus;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import ai.a5c.krate.testkit.WriteBackTargetContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A status carries no marker: in the contract its context, by which it is known, is made of it. */
class CommitStatusActionTest implements WriteBackTargetContract {

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
        return status("krate/" + marker, "success", "All is well.");
    }

    @Override
    public int effects() {
        return stage.work().statuses(HEAD_OF_3).size();
    }

    @Test
    void whatItSaysIsReportedForTheCommit() {
        Mutation mutation = GiteaStage.mutation(
                "commit-status",
                HEAD_OF_3,
                "Two things\nto do",
                "",
                "context",
                "krate/fix",
                "state",
                "failure",
                "targetUrl",
                "https://krate.example.test/runs/r-1");
        Written written = target().write(mutation);
        assertThat(written).isEqualTo(new Written("1", stage.url("commit/" + HEAD_OF_3)));
        assertThat(stage.work().statuses(HEAD_OF_3))
                .containsExactly(new StandInStatus(
                        1,
                        HEAD_OF_3,
                        "claude-bot",
                        "failure",
                        "krate/fix",
                        "Two things to do",
                        "https://krate.example.test/runs/r-1"));
    }

    @Test
    void theNewestOfAContextCounts() {
        target().write(status("krate/fix", "pending", "at work"));
        target().write(status("krate/fix", "success", "done"));
        assertThat(target().find(status("krate/fix", "pending", "at work"))).isEmpty();
        target().write(status("krate/fix", "pending", "at work"));
        assertThat(stage.work().statuses(HEAD_OF_3))
                .extracting(StandInStatus::state)
                .containsExactly("pending", "success", "pending");
    }

    @Test
    void whatSomebodyElseReportedIsNotOurs() {
        stage.work().report("alice", HEAD_OF_3, "success", "krate/fix", "done");
        assertThat(target().find(status("krate/fix", "success", "done"))).isEmpty();
        target().write(status("krate/fix", "success", "done"));
        assertThat(effects()).isEqualTo(2);
    }

    @Test
    void itIsFoundBehindManyOthers() {
        target().write(status("krate/fix", "success", "done"));
        for (int count = 0; count < 120; count++) {
            stage.work().report("alice", HEAD_OF_3, "success", "ci/" + count, "");
        }
        assertThat(target().find(status("krate/fix", "success", "done")).map(Written::remoteId))
                .contains("1");
    }

    @Test
    void aForgeThatDoesNotKnowSkippedIsToldSuccess() {
        target().write(status("krate/fix", "skipped", "not needed"));
        assertThat(stage.work().statuses(HEAD_OF_3).get(0).state()).isEqualTo("success");
        assertThat(target().find(status("krate/fix", "skipped", "not needed"))).isPresent();
        try (GiteaStage newer = GiteaStage.head()) {
            newer.target().write(status("krate/fix", "skipped", "not needed"));
            assertThat(newer.work().statuses(HEAD_OF_3).get(0).state()).isEqualTo("skipped");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "/runs/1", "https://alice:secret@krate.example.test/", "http://", "a b"})
    void aLinkThatIsNoneIsRefused(String url) {
        Mutation mutation = GiteaStage.mutation(
                "commit-status", HEAD_OF_3, "", "", "context", "krate", "state", "success", "targetUrl", url);
        assertThatThrownBy(() -> target().write(mutation)).hasMessageStartingWith("the targetUrl of a status ");
        assertThat(effects()).isZero();
    }

    @Test
    void whatIsNoStatusIsRefused() {
        assertRefused(
                () -> target().write(status("krate", "done", "")),
                "Malformed",
                "'done' is no state of commit-status; it is one of [error, failure, pending, skipped, success, warning]");
        assertRefused(
                () -> target().write(status(" ", "success", "")),
                "Malformed",
                "commit-status needs the parameter 'context', on one line");
        assertRefused(
                () -> target().write(status("x".repeat(256), "success", "")),
                "Malformed",
                "the context of a status has at most 255 characters");
        assertRefused(
                () -> target().write(
                                GiteaStage.mutation("commit-status", "main", "", "", "context", "k", "state", "error")),
                "Malformed",
                "'main' is no whole commit id");
    }

    private static Mutation status(String context, String state, String description) {
        return GiteaStage.mutation("commit-status", HEAD_OF_3, description, "", "context", context, "state", state);
    }
}
