package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.GiteaStage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import ai.a5c.krate.testkit.WriteBackTargetContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A label carries no marker: in the contract its name, by which it is known, is made of it. */
class LabelActionTest implements WriteBackTargetContract {

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
        return GiteaStage.mutation("label", "1", "+" + marker, "", "create", "true");
    }

    @Override
    public int effects() {
        return on(1).size();
    }

    @Test
    void labelsOfRepositoryAndOrganizationArePutOnAndTakenOff() {
        stage.gitea().as("alice").label(1, "triage", "keep");
        Written written = target().write(label("+bug\n+priority/high\n-triage\n"));
        assertThat(written).isEqualTo(new Written("1/+bug +priority/high -triage", stage.url("issues/1")));
        assertThat(on(1)).containsExactly("keep", "bug", "priority/high");
        assertThat(target().find(label("+bug\n+priority/high\n-triage"))).contains(written);
    }

    @Test
    void halfOfItIsNotDone() {
        stage.gitea().as("alice").label(1, "bug", "triage");
        assertThat(target().find(label("+bug\n-triage"))).isEmpty();
        target().write(label("+bug\n-triage"));
        assertThat(on(1)).containsExactly("bug");
    }

    @Test
    void aLabelThatIsMissingIsMadeOnlyIfThatIsAllowed() {
        assertRefused(
                () -> target().write(label("+new")),
                "NoSuchLabel",
                "acme/app has no label 'new', nor has its owner: make it there, or let Krate make it");
        assertThat(stage.work().labels()).containsExactly("bug");
        Mutation allowed = GiteaStage.mutation("label", "1", "+new", "", "create", "true", "color", "#00ff00");
        target().write(allowed);
        target().write(allowed);
        assertThat(stage.work().labels()).containsExactly("bug", "new");
        assertThat(on(1)).containsExactly("new");
    }

    @Test
    void aTokenThatMayNotReadTheOrganizationsLabelsStillHasTheRepositorys() {
        try (GiteaStage poor = GiteaStage.of("claude-bot", "write:issue", "read:user")) {
            poor.target().write(label("+bug"));
            assertThat(poor.target().find(label("+bug"))).isPresent();
            assertRefused(
                    () -> poor.target().write(label("+priority/high")),
                    "NoSuchLabel",
                    "acme/app has no label 'priority/high', nor has its owner: make it there, or let Krate make it");
        }
    }

    @Test
    void anAccountThatMayOnlyReadIsTold() {
        try (GiteaStage reader = GiteaStage.of("rita", "write:issue", "read:user")) {
            assertRefused(
                    () -> reader.target().write(label("+bug")),
                    "Forbidden",
                    "Krate may not label acme/app#1; its token needs write:issue and read:user (status 403: write"
                            + " permission is required)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bug", "+", "- ", "+a\n-a", "+a\nb"})
    void whatIsNoChangeIsRefused(String content) {
        assertRefused(
                () -> target().write(label(content)),
                "Malformed",
                "the content of label is one change a line, +name or -name, at most 50 of 50 characters, none both");
    }

    @Test
    void aColourThatIsNoneIsRefused() {
        assertRefused(
                () -> target().write(GiteaStage.mutation("label", "1", "+new", "", "create", "true", "color", "red")),
                "Malformed",
                "'red' is no colour such as #ededed");
    }

    private List<String> on(long number) {
        return stage.gitea().labels(number);
    }

    private static Mutation label(String content) {
        return GiteaStage.mutation("label", "1", content, "");
    }
}
