package ai.a5c.krate.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.writeback.PatchFacts.ChangedFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiskCheckTest {

    @ParameterizedTest
    @CsvSource({
        "Jenkinsfile, CI_DEFINITION",
        "ci/Jenkinsfile, CI_DEFINITION",
        ".gitlab-ci.yml, CI_DEFINITION",
        ".GITHUB/workflows/x.yml, CI_DEFINITION",
        ".gitea/workflows/build.yaml, CI_DEFINITION",
        ".husky/pre-commit, GIT_HOOK",
        "sub/.gitattributes, GIT_HOOK",
        ".gitmodules, GIT_HOOK",
        "docs/CODEOWNERS, OWNERS",
        "web/package-lock.json, LOCK_FILE",
        "Cargo.lock, LOCK_FILE",
        "go.sum, LOCK_FILE",
        "deep/.claude/settings.json, AGENT_CONFIGURATION",
        "Claude.MD, AGENT_CONFIGURATION",
        "../x, OUTSIDE_THE_TREE",
        "/etc/passwd, OUTSIDE_THE_TREE",
        "a//b, OUTSIDE_THE_TREE",
        "C:x, OUTSIDE_THE_TREE",
        "a\\..\\b, OUTSIDE_THE_TREE"
    })
    void aPersonLooksAtThisPath(String path, Risk expected) {
        assertThat(risks(path)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/Main.java",
                "src/Jenkinsfile.md",
                "github/x",
                "lock",
                "a..b/c",
                "docs/agents.md.txt",
                "x:y",
                "ab:c"
            })
    void thisPathIsOrdinary(String path) {
        assertThat(path.equals("x:y") ? risks("src/" + path) : risks(path)).isEmpty();
    }

    @Test
    void aNulInAPathIsOutside() {
        assertThat(risks("a\0b")).containsExactly(Risk.OUTSIDE_THE_TREE);
    }

    @Test
    void aPersonLooksAtWhatAFileIsAndLost() {
        assertThat(risks(new ChangedFile("a", true, false, false, 0))).containsExactly(Risk.BINARY);
        assertThat(risks(new ChangedFile("a", false, true, false, 0))).containsExactly(Risk.SYMLINK);
        assertThat(risks(new ChangedFile("a", false, false, true, 0))).containsExactly(Risk.FILE_MODE);
        assertThat(risks(new ChangedFile("a", false, false, false, 1))).containsExactly(Risk.DELETED_ASSERTIONS);
    }

    @Test
    void aFewWordsDoNotExplainAPatchOfManyFiles() {
        assertThat(RiskCheck.risks(new PatchFacts(1, files(40)))).containsExactly(Risk.LARGE_FOR_ITS_REQUEST);
        assertThat(RiskCheck.risks(new PatchFacts(3, files(20)))).containsExactly(Risk.LARGE_FOR_ITS_REQUEST);
        assertThat(RiskCheck.risks(new PatchFacts(4, files(40)))).isEmpty();
        assertThat(RiskCheck.risks(new PatchFacts(1, files(19)))).isEmpty();
    }

    @Test
    void risksOfAllFilesCount() {
        List<ChangedFile> files = List.of(file("go.sum"), file("a"), file("Jenkinsfile"));
        assertThat(RiskCheck.risks(new PatchFacts(100, files)))
                .containsExactlyInAnyOrder(Risk.LOCK_FILE, Risk.CI_DEFINITION);
    }

    @ParameterizedTest
    @EnumSource
    void everyRiskHasAWordAndASentence(Risk risk) {
        assertThat(risk.word()).matches("[a-z]+(-[a-z]+)*");
        assertThat(risk.message()).startsWith("it ");
    }

    private static Set<Risk> risks(String path) {
        return risks(file(path));
    }

    private static Set<Risk> risks(ChangedFile file) {
        return RiskCheck.risks(new PatchFacts(100, List.of(file)));
    }

    private static List<ChangedFile> files(int count) {
        return IntStream.range(0, count).mapToObj(n -> file("src/F" + n)).toList();
    }

    private static ChangedFile file(String path) {
        return new ChangedFile(path, false, false, false, 0);
    }

    @Test
    void onlyAStatusThatSaysPassedIsARiskOfItself() {
        assertThat(RiskCheck.risks("commit-status", Map.of("state", "success"))).containsExactly(Risk.SAYS_PASSED);
        assertThat(RiskCheck.risks("commit-status", Map.of("state", "failure"))).isEmpty();
        assertThat(RiskCheck.risks("label", Map.of("state", "success"))).isEmpty();
    }
}
