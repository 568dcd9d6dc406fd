package io.jenkins.plugins.krate.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.krate.engine.ArtifactView;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.RunView;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageValuesTest {

    private static final String PATCH = """
            diff --git a/A.java b/A.java
            --- a/A.java
            +++ b/A.java
            @@ -1,2 +1,2 @@
             class A {
            -  int a;
            +  int b;
            --- no head
            diff --git a/B b/B
            index 1..2
            """;

    private static List<PatchLine> lines(String patch) {
        return PatchLine.of(patch.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPatchIsShownLineByLine() {
        assertThat(lines(PATCH))
                .extracting(PatchLine::getKind)
                .containsExactly(
                        "file", "file", "file", "place", "same", "removed", "added", "removed", "file", "file");
        assertThat(lines(PATCH).get(6).getText()).isEqualTo("+  int b;");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void whatHidesInAPatchIsMadeVisible() {
        assertThat(lines("@@\n+a\u202eb\u200bc\u001b[31m\u0000d\r\n").get(1).getText())
                .isEqualTo("+a\ufffdb\ufffdc [31m d");
        assertThat(lines("<script>alert(1)</script>").get(0).getText())
                .as("escaping is the page's part")
                .isEqualTo("<script>alert(1)</script>");
    }

    @Test
    void aPatchIsCut() {
        List<PatchLine> many = lines("@@\n" + "+x\n".repeat(5_000));
        assertThat(many).hasSize(PatchLine.MOST + 1);
        assertThat(many.get(PatchLine.MOST).getKind()).isEqualTo("cut");
        assertThat(lines("+" + "y".repeat(100_000)).get(0).getText()).hasSize(500);
    }

    @Test
    void whatIsKeptWithABuildIsSmall() {
        RunView large = new RunView(
                "run-1",
                Phase.FAILED,
                "javascript:alert(1)",
                "s".repeat(1_000),
                "diagnosis",
                "created",
                Collections.nCopies(1_000, new Reason("C", "m".repeat(10_000))),
                "x".repeat(100_000),
                Collections.nCopies(1_000, new ArtifactView("a", "patch")));
        SeenRun seen = SeenRun.of(large);
        assertThat(seen.toString()).hasSizeLessThan(30_000);
        assertThat(seen.getUrl()).as("only web addresses are links").isEmpty();
        assertThat(seen.isOver()).isTrue();
    }

    @Test
    void whatWasDecidedStaysWhenTheRunIsSeenAgain() {
        RunView run = new RunView("run-1", Phase.QUEUED, "", "s", "t", "created", List.of(), "", List.of());
        SeenRun seen = SeenRun.of(run);
        assertThat(seen.again(run.decided(""))).satisfies(again -> {
            assertThat(again.getDecision()).isEqualTo("created");
            assertThat(again.isSameAs(seen)).isTrue();
        });
        assertThat(seen.again(run.summarized("done")).isSameAs(seen)).isFalse();
    }
}
