package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.gitea.standin.StandInPerson;
import ai.a5c.krate.gitea.standin.StandInVersion;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.testkit.FakeRepositories;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Alice at the stand-in, which has no files: what she commits is in the fake repositories, its ids are at the stand-in. */
record StandInScriptPerson(
        StandInGitea gitea, StandInPerson alice, FakeRepositories repositories, StandInVersion version)
        implements ScriptPerson {

    private static final String REMOTE = "acme/app";
    private static final SecretValue TOKEN = ScriptWorld.secret("a-token-of-alice");

    StandInScriptPerson(StandInGitea gitea, FakeRepositories repositories, StandInVersion version) {
        this(gitea, gitea.as("alice"), repositories, version);
        gitea.addToken(TOKEN, "alice", "all");
        gitea.work().code().branch("main", repositories.commitOnRemote(REMOTE, "main", Map.of("README.md", "hello\n")));
    }

    @Override
    public long open(String title, String body) {
        return alice.open(title, body);
    }

    @Override
    public long say(long number, String text) {
        return alice.say(number, text).id();
    }

    @Override
    public long openPull(String title, String body, String branch) {
        String main = gitea.work().code().head("main").orElseThrow();
        repositories.moveOnRemote(REMOTE, branch, main);
        String sha = repositories.commitOnRemote(REMOTE, branch, Map.of("change.txt", branch + "\n"));
        gitea.work().code().branch(branch, sha);
        long pull = alice.openPull(title, body, branch, sha);
        gitea.work().code().diff(pull, """
                diff --git a/change.txt b/change.txt
                new file mode 100644
                index 0000000..2222222
                --- /dev/null
                +++ b/change.txt
                @@ -0,0 +1 @@
                +%s
                """.formatted(branch));
        return pull;
    }

    @Override
    public String push(long pull, String branch) {
        String sha = repositories.commitOnRemote(REMOTE, branch, Map.of("more.txt", "more\n"));
        gitea.work().code().branch(branch, sha);
        alice.push(pull, sha);
        return sha;
    }

    @Override
    public void review(long pull, String text) {
        JsonApi api = new GiteaConnections().json(new Forge(gitea.baseUrl(), "acme", "app", Optional.of(TOKEN)));
        Map<String, Object> review = Map.of("event", "COMMENT", "body", text);
        assertThat(api.send("POST", api.repository("/pulls/%d/reviews".formatted(pull)), review)
                        .isGiven())
                .isTrue();
    }

    /** It has the label {@code bug} from the beginning. */
    @Override
    public void makeLabel(String name) {
        assertThat(gitea.work().labels()).contains(name);
    }

    @Override
    public long failedRun() {
        gitea.work().failRun(12, gitea.work().code().head("main").orElseThrow(), "ci / test (push)");
        return 12;
    }

    @Override
    public Set<String> rerunOutcomes() {
        return version == StandInVersion.HEAD ? Set.of("") : Set.of("NotPossible");
    }
}
