package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.testkit.OriginRepository;
import ai.a5c.krate.testkit.RepositoriesContract;
import ai.a5c.krate.testkit.WorktreesContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class JGitRepositoriesContractIT implements RepositoriesContract, WorktreesContract {

    @TempDir
    Path directory;

    private OriginRepository origin;
    private JGitRepositories repositories;

    @BeforeEach
    void makeBothSides() {
        origin = OriginRepository.create(directory, "origin");
        repositories = new JGitRepositories(directory.resolve("root"), Set.of("file"), Limits.standard());
    }

    @Override
    public Repositories repositories() {
        return repositories;
    }

    @Override
    public Remote remote() {
        return new Remote("acme/app", origin.url(), Optional.empty());
    }

    @Override
    public String commitOnRemote(String branch, Map<String, String> files) {
        return origin.commit(branch, files);
    }
}
