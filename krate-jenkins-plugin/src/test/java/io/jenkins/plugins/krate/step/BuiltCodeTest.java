package io.jenkins.plugins.krate.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltCodeTest {

    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

    private static String told(BuiltCode code) {
        return "%s %s %s %s"
                .formatted(code.repository(), code.ref(), code.sha(), code.workItem())
                .strip();
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example/acme/app.git,https://git.example/acme/app.git",
        "https://ada:secret@git.example:3000/acme/app,https://git.example:3000/acme/app",
        "git@git.example:acme/app.git,git@git.example:acme/app.git",
        "ssh://git@git.example:2222/acme/app.git/,ssh://git.example:2222/acme/app.git/",
        "app,''",
        "'',''"
    })
    void theRepositoryIsReadFromTheAddressOfTheCheckout(String url, String repository) {
        assertThat(BuiltCode.of("", "", Map.of("GIT_URL", url)).repository()).isEqualTo(repository);
    }

    @Test
    void aBranchIsNamedWithTheCommitThatWasBuilt() {
        Map<String, String> branch = Map.of(
                "GIT_URL", "https://git.example/acme/app.git", "GIT_BRANCH", "origin/feature/x", "GIT_COMMIT", SHA);
        assertThat(told(BuiltCode.of("", "", branch)))
                .isEqualTo("https://git.example/acme/app.git refs/heads/feature/x " + SHA);
        Map<String, String> multibranch =
                Map.of("GIT_URL_1", "https://git.example/acme/app.git", "BRANCH_NAME", "main", "GIT_COMMIT", "short");
        assertThat(told(BuiltCode.of("", "", multibranch)))
                .isEqualTo("https://git.example/acme/app.git refs/heads/main");
        Map<String, String> tag =
                Map.of("GIT_URL", "https://git.example/acme/app.git", "BRANCH_NAME", "v1", "TAG_NAME", "v1");
        assertThat(told(BuiltCode.of("", "", tag))).isEqualTo("https://git.example/acme/app.git refs/tags/v1");
        Map<String, String> detached =
                Map.of("GIT_URL", "https://git.example/acme/app.git", "GIT_BRANCH", "detached", "GIT_COMMIT", SHA);
        assertThat(told(BuiltCode.of("", "", detached))).isEqualTo("https://git.example/acme/app.git  " + SHA);
    }

    @Test
    void aPullRequestIsItsHeadAndNotTheMergeThatJenkinsMade() {
        Map<String, String> own = Map.of(
                "GIT_URL", "https://git.example/acme/app.git",
                "BRANCH_NAME", "PR-7",
                "CHANGE_ID", "7",
                "CHANGE_BRANCH", "fix",
                "GIT_COMMIT", SHA);
        assertThat(told(BuiltCode.of("", "", own)))
                .isEqualTo("https://git.example/acme/app.git refs/heads/fix  pull-request/7");
        Map<String, String> fork = Map.of(
                "GIT_URL", "https://git.example/acme/app.git",
                "CHANGE_ID", "7",
                "CHANGE_BRANCH", "main",
                "CHANGE_FORK", "eve");
        assertThat(told(BuiltCode.of("", "", fork)))
                .isEqualTo("https://git.example/acme/app.git refs/pull/7/head  pull-request/7");
    }

    @Test
    void whatSomebodyWroteWins() {
        Map<String, String> built =
                Map.of("GIT_URL", "https://git.example/acme/app.git", "BRANCH_NAME", "main", "GIT_COMMIT", SHA);
        assertThat(told(BuiltCode.of("acme/other", "", built))).isEqualTo("acme/other");
        assertThat(told(BuiltCode.of("", "release", built))).isEqualTo("https://git.example/acme/app.git release");
        assertThat(told(BuiltCode.of("acme/app", "", built))).isEqualTo("acme/app refs/heads/main " + SHA);
    }
}
