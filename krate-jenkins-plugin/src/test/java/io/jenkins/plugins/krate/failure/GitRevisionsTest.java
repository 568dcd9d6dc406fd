package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GitRevisionsTest {

    private static final String COMMIT = "a".repeat(40);

    /** With the getters of the Git plugin's class of that name. */
    public record BuildData(@Nullable Object getLastBuiltRevision, Set<String> getRemoteUrls) {}

    /** As above. */
    public record GitRevision(String getSha1String, List<Branch> getBranches) {}

    /** As above. */
    public record Branch(String getName) {}

    @Test
    void aCheckoutIsReadByTheNamesOfItsGetters() {
        BuildData data = new BuildData(
                new GitRevision(COMMIT, List.of(new Branch("origin/main"))), Set.of("https://git.example/app.git"));

        assertThat(GitRevisions.revision(data))
                .contains(new Revision("https://git.example/app.git", "origin/main", COMMIT));
    }

    @Test
    void aCheckoutThatBuiltNothingIsNone() {
        assertThat(GitRevisions.revision(new BuildData(null, Set.of()))).isEmpty();
    }

    @Test
    void anotherShapeThanExpectedIsNoError() {
        assertThat(GitRevisions.revision("text")).isEmpty();
        assertThat(GitRevisions.revision(new BuildData("no revision", Set.of())))
                .contains(new Revision("", "", ""));
    }
}
