package ai.a5c.krate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.Patch;
import ai.a5c.krate.git.Repositories.Remote;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeRepositoriesTest implements RepositoriesContract, WorktreesContract {

    @TempDir
    Path directory;

    private FakeRepositories repositories;

    @BeforeEach
    void makeOne() {
        repositories = new FakeRepositories(directory);
    }

    @Override
    public Repositories repositories() {
        return repositories;
    }

    @Override
    public Remote remote() {
        return new Remote("acme/app", "https://forge.example/acme/app.git", Optional.empty());
    }

    @Override
    public String commitOnRemote(String branch, Map<String, String> files) {
        return repositories.commitOnRemote("acme/app", branch, files);
    }

    @Test
    void anOutageFailsWhateverTalksToTheRemoteUntilItIsOver() {
        repositories.unreachable("RemoteUnreachable");
        GitRefusedException refused =
                catchThrowableOfType(GitRefusedException.class, () -> repositories.fetch(remote()));
        assertThat(refused.code()).isEqualTo("RemoteUnreachable");
        repositories.reachable();
        repositories.fetch(remote());
        assertThat(repositories.resolve(remote(), "main")).isEmpty();
    }

    @Test
    void aGivenDiffWinsOverTheFiles() {
        String commit = commitOnRemote("main", Map.of("a.txt", "one\n"));
        repositories.fetch(remote());
        repositories.worktree(remote(), "run-1", commit);
        Patch patch = new Patch("diff --git a/x b/x\n", List.of());
        repositories.giveDiff("run-1", patch);
        assertThat(repositories.diff(remote(), "run-1", commit)).isEqualTo(patch);
    }
}
