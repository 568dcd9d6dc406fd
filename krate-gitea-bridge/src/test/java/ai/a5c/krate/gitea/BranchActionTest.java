package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.GiteaStage.HEAD_OF_3;
import static ai.a5c.krate.gitea.GiteaStage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import ai.a5c.krate.testkit.WriteBackTargetContract;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A branch carries no marker: in the contract its name, of which a forge has one, is made of it. */
class BranchActionTest implements WriteBackTargetContract {

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
        return branch("krate/" + marker);
    }

    @Override
    public int effects() {
        return (int) Stream.of("marker-1", "marker-2", "marker-11")
                .map(marker -> stage.work().code().head("krate/" + marker))
                .filter(Optional::isPresent)
                .count();
    }

    @Test
    void itBeginsAtTheCommit() {
        Written written = target().write(branch("krate/r-1"));
        assertThat(written).isEqualTo(new Written("krate/r-1", stage.url("src/branch/krate/r-1")));
        assertThat(stage.work().code().head("krate/r-1")).contains(HEAD_OF_3);
    }

    @Test
    void aBranchThatIsElsewhereIsNotMoved() {
        stage.work().code().branch("krate/r-1", "c".repeat(40));
        assertThat(target().find(branch("krate/r-1"))).isEmpty();
        assertRefused(
                () -> target().write(branch("krate/r-1")),
                "BranchExists",
                "the branch acme/app:krate/r-1 is at %s already and not at %s".formatted("c".repeat(40), HEAD_OF_3));
        assertThat(stage.work().code().head("krate/r-1")).contains("c".repeat(40));
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "krate", "kratex/y"})
    void onlyBelowKrate(String branch) {
        assertRefused(
                () -> target().write(branch(branch)), "BranchNotAllowed", "'%s' is not below krate/".formatted(branch));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "krate/a$(x)b",
                "-oProxyCommand=",
                "krate/../main",
                "krate/@{-1}",
                "krate/x.lock",
                "krate/",
                "krate//x",
                "krate/.x",
                "krate/x ",
                ""
            })
    void aNameThatIsNoneIsRefused(String branch) {
        assertRefused(
                () -> target().write(branch(branch)),
                "Malformed",
                "'%s' is no name for a branch".formatted(branch.strip()));
    }

    @Test
    void anAccountThatMayOnlyReadIsTold() {
        try (GiteaStage reader = GiteaStage.of("rita", "write:repository")) {
            assertRefused(
                    () -> reader.target().write(branch("krate/r-1")),
                    "Forbidden",
                    "Krate may not make acme/app:krate/r-1; its token needs write:repository (status 403: user should have a"
                            + " permission to write to a branch)");
        }
    }

    private static Mutation branch(String name) {
        return GiteaStage.mutation("create-branch", name, HEAD_OF_3, "");
    }
}
