package ai.a5c.krate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BreakersTest {

    private static final String LAST = """
            diff --git a/src/A.java b/src/A.java
            --- a/src/A.java
            +++ b/src/A.java
            @@ -1,4 +1,4 @@
             class A {
            -    return a - b;
            -    log(1);
            -    log(2);
            +    return a + b;
            +    log(3);
            """;

    private static String inverse(String patch) {
        StringBuilder inverse = new StringBuilder();
        patch.lines().forEach(line -> {
            boolean header = line.startsWith("+++") || line.startsWith("---");
            String turned = line.startsWith("+") ? "-" + line.substring(1) : "+" + line.substring(1);
            boolean changed = !header && (line.startsWith("+") || line.startsWith("-"));
            inverse.append(changed ? turned : line).append('\n');
        });
        return inverse.toString();
    }

    @Test
    void theSameFailureThreeTimesOpensTheBreaker() {
        String one = Breakers.fingerprint("agent-failed", "AgentFailed", "exited with status 1 after 12 s at 3f2a9bc1");
        String same =
                Breakers.fingerprint("agent-failed", "AgentFailed", "Exited with status 1 after 97 s  at 99aa77ff");
        String other = Breakers.fingerprint("idle", "IdleTooLong", "nothing was said");
        assertThat(one).isEqualTo(same).isNotEqualTo(other);
        assertThat(Breakers.noProgress(List.of(one, same))).isEmpty();
        assertThat(Breakers.noProgress(List.of(one, other, same))).isEmpty();
        assertThat(Breakers.noProgress(List.of(one, same, ""))).isEmpty();
        assertThat(Breakers.noProgress(List.of("", "", ""))).isEmpty();
        assertThat(Breakers.noProgress(List.of(other, one, same, one)))
                .contains(
                        new Breakers.Tripped(
                                "NoProgress",
                                "the same failure came 3 times on this commit; push a fix and run again after it, or retry by hand"));
    }

    @Test
    void theSameCallOverAndOverOpensTheBreaker() {
        assertThat(Breakers.repeated("Bash ls", 11)).isEmpty();
        assertThat(Breakers.repeated("Bash ls", 12).orElseThrow().message())
                .isEqualTo("the agent made the same call 12 times in a row (Bash ls);"
                        + " look at why it is no use, then retry by hand");
    }

    @Test
    void aChangeThatTakesBackTheLastOneOpensTheBreaker() {
        assertThat(Breakers.flapping(LAST, inverse(LAST)).orElseThrow().message())
                .startsWith("5 of 5 changed lines take back the last change of the same work item;");
        assertThat(Breakers.flapping(LAST, LAST)).isEmpty();
        assertThat(Breakers.flapping("", inverse(LAST))).isEmpty();
        assertThat(Breakers.flapping(LAST, "")).isEmpty();
    }

    @Test
    void sevenOfTenLinesAreEnoughAndFewerAreNot() {
        String more = inverse(LAST) + "+    one();\n+    two();\n";
        assertThat(Breakers.flapping(LAST, more)).as("5 of 7").isPresent();
        assertThat(Breakers.flapping(LAST, more + "+    three();\n"))
                .as("5 of 8")
                .isEmpty();
    }

    @Test
    void theSameLinesInAnotherFileAreAnotherChange() {
        assertThat(Breakers.flapping(LAST, inverse(LAST).replace("src/A.java", "src/B.java")))
                .isEmpty();
    }

    @Test
    void aRemovedLineThatLooksLikeAHeadIsALine() {
        String sql = """
                diff --git a/q.sql b/q.sql
                --- a/q.sql
                +++ b/q.sql
                @@ -1 +0,0 @@
                --- all of it
                """;
        String back = sql.replace("@@ -1 +0,0 @@\n--- all of it", "@@ -0,0 +1 @@\n+-- all of it");
        assertThat(Breakers.flapping(sql, back)).isPresent();
    }
}
