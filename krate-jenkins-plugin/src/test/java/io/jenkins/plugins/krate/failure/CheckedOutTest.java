package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.source.jenkins.BuildReport.Origin;
import ai.a5c.krate.source.jenkins.BuildReport.PullRequest;
import ai.a5c.krate.source.jenkins.BuildReport.Scm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckedOutTest {

    private static final String LIBRARY = "1".repeat(40);
    private static final String HEAD = "a".repeat(40);
    private static final String MERGE = "b".repeat(40);
    private static final Revision OF_LIBRARY = new Revision("https://git.example/ci/library.git", "master", LIBRARY);
    private static final Revision OF_CODE = new Revision("https://git.example/team/app.git", "origin/main", HEAD);

    @Test
    void aJobOfOneBranchSaysWhichOfTheCheckoutsIsItsCode() {
        Head main = new Head("main", "main", Optional.empty(), HEAD);

        assertThat(CheckedOut.of(main, List.of(OF_CODE, OF_LIBRARY), Map.of()))
                .contains(new Scm("https://git.example/team/app.git", "main", HEAD, Optional.empty()));
    }

    @Test
    void withoutSuchAJobTheLastCheckoutCountsBecauseLibrariesComeFirst() {
        assertThat(CheckedOut.of(Head.UNKNOWN, List.of(OF_LIBRARY, OF_CODE), Map.of()))
                .contains(new Scm("https://git.example/team/app.git", "main", HEAD, Optional.empty()));
    }

    @Test
    void aPullRequestIsToldWithItsHeadThoughTheMergeWasBuilt() {
        PullRequest pull = new PullRequest(7, "feature", "main", Origin.FORK);
        Head head = new Head("PR-7", "feature", Optional.of(pull), HEAD);
        Revision merged = new Revision("https://git.example/team/app.git", "PR-7", MERGE);

        assertThat(CheckedOut.of(head, List.of(OF_LIBRARY, merged), Map.of()))
                .contains(new Scm("https://git.example/team/app.git", "feature", HEAD, Optional.of(pull)));
    }

    @Test
    void whatVariablesSayOfABranchDoesNotMakeAPullRequest() {
        Map<String, String> forged = Map.of("CHANGE_ID", "1", "CHANGE_BRANCH", "main", "BRANCH_NAME", "main");

        assertThat(CheckedOut.of(Head.UNKNOWN, List.of(), forged)).isEmpty();
    }

    @Test
    void withoutThePluginTheVariablesOfAFreestyleBuildCount() {
        Map<String, String> variables =
                Map.of("GIT_COMMIT", HEAD, "GIT_BRANCH", "origin/release/1", "GIT_URL", "git@git.example:team/app.git");

        assertThat(CheckedOut.of(Head.UNKNOWN, List.of(), variables))
                .contains(new Scm("git@git.example:team/app.git", "release/1", HEAD, Optional.empty()));
    }

    @Test
    void branchesLoseWhatGitPutsBeforeThem() {
        assertThat(Revision.plainBranch("refs/remotes/origin/feature/x")).isEqualTo("feature/x");
        assertThat(Revision.plainBranch("refs/heads/main")).isEqualTo("main");
        assertThat(Revision.plainBranch("detached")).isEmpty();
    }

    @Test
    void theFirstCommitOfAMergeIsTheHead() {
        assertThat(Revision.commitIn(HEAD + "+" + LIBRARY + " (" + MERGE + ")")).contains(HEAD);
        assertThat(Revision.commitIn("r4711")).isEmpty();
    }
}
