package ai.a5c.krate.git.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeWarningsTest {

    private static final String NONE = "000000";
    private static final String FILE = "100644";
    private static final String EXECUTABLE = "100755";

    @Test
    void everyPathThatAPersonShouldLookAtHasItsWarning() {
        Map<String, List<String>> paths = Map.of(
                "ci-definition",
                List.of(
                        ".gitea/workflows/a.yml",
                        ".github/workflows/a.yml",
                        ".forgejo/workflows/a.yaml",
                        ".github/actions/x/action.yml",
                        ".gitlab-ci.yml",
                        "Jenkinsfile",
                        "ci/Jenkinsfile.release",
                        ".woodpecker.yml",
                        ".woodpecker/build.yaml",
                        ".drone.yml",
                        "sub/.circleci/config.yml"),
                "hook",
                List.of(".husky/pre-commit", ".githooks/x", ".pre-commit-config.yaml", ".envrc"),
                "lock-file",
                List.of("package-lock.json", "web/yarn.lock", "Cargo.lock", "go.sum", "Gemfile.lock", "uv.lock"),
                "codeowners",
                List.of("CODEOWNERS", ".github/CODEOWNERS", "docs/codeowners"),
                "submodule",
                List.of(".gitmodules"),
                "gitattributes",
                List.of(".gitattributes", "src/.gitattributes"),
                "agent-configuration",
                List.of(".claude/settings.json", ".mcp.json", "CLAUDE.md", "a/AGENTS.md", ".gemini/x", ".codex/c"),
                "outside",
                List.of("../x", "/etc/passwd", "a/../b", ".git/config", "a/.git", "C:\\x", "GIT~1/config"));
        paths.forEach((warning, all) ->
                assertThat(all).allSatisfy(path -> assertThat(warnings(path)).contains(warning)));
    }

    @Test
    void aWarningCannotBeDodgedByHowThePathIsWritten() {
        assertThat(List.of(
                        ".GitHub/Workflows/a.yml",
                        ".github\\workflows\\a.yml",
                        ".git\u200dhub/workflows/a.yml",
                        "nested/deep/.github/workflows/a.yml",
                        ".github./workflows /a.yml"))
                .allSatisfy(path -> assertThat(warnings(path)).containsExactly("ci-definition"));
    }

    @Test
    void ordinaryPathsHaveNone() {
        assertThat(List.of(
                        "src/Main.java", "docs/github/workflows.md", "Jenkinsfiles.md", "a..b/c", "lock.txt", "...x"))
                .allSatisfy(path -> assertThat(warnings(path)).isEmpty());
    }

    @Test
    void aRenameWarnsOfBothEnds() {
        RawChange change =
                new RawChange(FILE, FILE, "", 'R', ".github/workflows/a.yml", "old/package-lock.json", 0, 0, false);
        assertThat(ChangeWarnings.of(change)).containsExactly("ci-definition", "lock-file");
    }

    @Test
    void modesWarnOfLinksSubmodulesAndNewExecutables() {
        assertThat(modes(NONE, "120000")).containsExactly("symlink");
        assertThat(modes("120000", NONE)).containsExactly("symlink");
        assertThat(modes(NONE, "160000")).containsExactly("submodule");
        assertThat(modes(FILE, EXECUTABLE)).containsExactly("executable");
        assertThat(modes(EXECUTABLE, EXECUTABLE)).isEmpty();
        assertThat(modes(EXECUTABLE, FILE)).isEmpty();
    }

    @Test
    void aLinkLeadsOutsideIfAnyStepDoes() {
        assertThat(List.of("/etc", "../../a", "x/../../..", ".git/config", "../.GIT"))
                .allSatisfy(target -> assertThat(ChangeWarnings.leadsOutside("a/link", target))
                        .as(target)
                        .isTrue());
        assertThat(List.of("b", "..", "./b", "../b", "b/../c", "b//c"))
                .allSatisfy(target -> assertThat(ChangeWarnings.leadsOutside("a/link", target))
                        .as(target)
                        .isFalse());
        assertThat(ChangeWarnings.leadsOutside("link", "..")).isTrue();
    }

    private static List<String> warnings(String path) {
        return ChangeWarnings.of(new RawChange(NONE, FILE, "", 'A', path, path, 1, 0, false));
    }

    private static List<String> modes(String before, String after) {
        return ChangeWarnings.of(new RawChange(before, after, "", 'M', "a", "a", 0, 0, false));
    }
}
