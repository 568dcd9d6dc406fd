package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.GiteaStage.HEAD_OF_3;
import static ai.a5c.krate.gitea.GiteaStage.MARKER;
import static ai.a5c.krate.gitea.GiteaStage.mutation;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.Written;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whichever answer is lost, and wherever Krate dies: in the end there is one object. */
class GiteaTargetCrashTest {

    private static final String REMARKS = "[{\"path\": \"src/Main.java\", \"line\": 3, \"body\": \"Here.\"}]";
    private static final String PUSHED = "d".repeat(40);

    static Stream<Effect> effects() {
        return Stream.of(
                new Effect(mutation("issue-comment", "1", "x", MARKER), stage -> comments(stage, 1)),
                new Effect(mutation("status-comment", "1", "x", MARKER), stage -> comments(stage, 1)),
                new Effect(
                        mutation("pr-review", "3", "x", MARKER, "headSha", HEAD_OF_3, "comments", REMARKS),
                        stage -> stage.work().reviews(3).size() + comments(stage, 3)),
                new Effect(
                        mutation("commit-status", HEAD_OF_3, "x", MARKER, "context", "krate", "state", "success"),
                        stage -> stage.work().statuses(HEAD_OF_3).size()),
                new Effect(
                        mutation("label", "1", "+new", MARKER, "create", "true"),
                        stage -> stage.gitea().labels(1).size()
                                * (stage.work().labels().size() - 1)),
                new Effect(
                        mutation("reaction", "1", "eyes", MARKER),
                        stage -> stage.work().reactions("issue/1").size()),
                new Effect(mutation("create-branch", "krate/new", HEAD_OF_3, MARKER), stage ->
                        (int) stage.work().code().head("krate/new").stream().count()),
                new Effect(
                        mutation("open-pr", "krate/r-1", "x", MARKER, "base", "main", "title", "Fix it"),
                        stage -> stage.gitea().pulls().size() - 4),
                new Effect(
                        mutation("workflow-rerun", "12", "", MARKER, "attempt", "1"),
                        stage -> (int) stage.work().attempts(12) - 1),
                new Effect(
                        mutation("check-rerun", HEAD_OF_3, "ci", MARKER, "status", "1"),
                        stage -> (int) stage.work().attempts(12) - 1));
    }

    @ParameterizedTest
    @MethodSource("effects")
    void whicheverAnswerIsLostThereIsOneObject(Effect effect) {
        int lost = 1;
        while (isOneAlthoughTheAnswerIsLost(effect, lost)) {
            lost++;
        }
        assertThat(lost).isGreaterThan(3);
    }

    /** Whether it came to that answer. */
    private static boolean isOneAlthoughTheAnswerIsLost(Effect effect, int lost) {
        try (GiteaStage stage = stage(effect)) {
            stage.gitea().loseAnswer(lost);
            Written written = asTheExecutorDoes(stage, effect.mutation());
            int missing = stage.gitea().loseAnswer(0);
            assertThat(effect.counted().applyAsInt(stage))
                    .as("answer %d was lost", lost)
                    .isEqualTo(1);
            assertThat(stage.target().find(effect.mutation())).contains(written);
            return missing == 0;
        }
    }

    @ParameterizedTest
    @MethodSource("effects")
    void whatWasWrittenBeforeADeathIsFoundAfterIt(Effect effect) {
        try (GiteaStage stage = stage(effect)) {
            Written written = stage.target().write(effect.mutation());
            assertThat(stage.target().find(effect.mutation())).contains(written);
            assertThat(stage.target().write(effect.mutation())).isEqualTo(written);
            assertThat(effect.counted().applyAsInt(stage)).isEqualTo(1);
        }
    }

    private static GiteaStage stage(Effect effect) {
        GiteaStage stage = effect.mutation().action().endsWith("rerun") ? GiteaStage.head() : GiteaStage.built();
        if (effect.mutation().action().endsWith("rerun")) {
            stage.work().failRun(12, HEAD_OF_3, "ci");
        }
        stage.work().code().branch("krate/r-1", PUSHED);
        return stage;
    }

    /** Looks, writes, looks again; tries anew after what may pass. */
    private static Written asTheExecutorDoes(GiteaStage stage, Mutation mutation) {
        for (int tries = 1; tries < 8; tries++) {
            try {
                Optional<Written> before = stage.target().find(mutation);
                if (before.isEmpty()) {
                    stage.target().write(mutation);
                }
                return stage.target().find(mutation).orElseThrow();
            } catch (TargetException e) {
                assertThat(e.isTransient()).as(e.code() + ": " + e.getMessage()).isTrue();
            }
        }
        throw new AssertionError("it was never written");
    }

    private static int comments(GiteaStage stage, long number) {
        return stage.gitea().comments("acme", "app", number).size();
    }

    /** Something to be written, and how much of it there is. */
    record Effect(Mutation mutation, ToIntFunction<GiteaStage> counted) {

        @Override
        public String toString() {
            return mutation.action();
        }
    }
}
