package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.Remark.Anchor;
import ai.a5c.krate.testkit.Seeds;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiffLinesTest {

    private static final String DIFF = """
            diff --git a/src/Main.java b/src/Main.java
            index 1111111..2222222 100644
            --- a/src/Main.java
            +++ b/src/Main.java
            @@ -10,3 +10,4 @@ class Main {
               context
            --- removed, looks like a header
            +++ added, looks like a header
            +added
               context
            @@ -30 +31 @@
            -old
            +new
            \\ No newline at end of file
            diff --git a/old name b/new name
            similarity index 90%
            rename from old name
            rename to new name
            --- a/old name\t
            +++ b/new name\t
            @@ -1 +1,2 @@
             same
            +more
            diff --git a/gone.txt b/gone.txt
            deleted file mode 100644
            --- a/gone.txt
            +++ /dev/null
            @@ -1,2 +0,0 @@
            -one
            -two
            diff --git "a/\\303\\274.txt" "b/\\303\\274.txt"
            --- "a/\\303\\274.txt"
            +++ "b/\\303\\274.txt"
            @@ -0,0 +1 @@
            +x
            """;

    @Test
    void linesOfHunksAreShownOnTheirSides() {
        assertThat(shown("src/Main.java", 10, false)).isTrue();
        assertThat(shown("src/Main.java", 10, true)).isTrue();
        assertThat(shown("src/Main.java", 11, true)).isTrue();
        assertThat(shown("src/Main.java", 11, false)).isTrue();
        assertThat(shown("src/Main.java", 12, false)).isTrue();
        assertThat(shown("src/Main.java", 13, false)).isTrue();
        assertThat(shown("src/Main.java", 13, true)).isFalse();
        assertThat(shown("src/Main.java", 9, false)).isFalse();
        assertThat(shown("src/Main.java", 14, false)).isFalse();
        assertThat(shown("src/Main.java", 30, true)).isTrue();
        assertThat(shown("src/Main.java", 31, false)).isTrue();
        assertThat(shown("src/Main.java", 32, false)).isFalse();
    }

    @Test
    void aFileGoesByItsNewNameAndADeletedOneByItsOld() {
        assertThat(shown("new name", 2, false)).isTrue();
        assertThat(shown("old name", 1, true)).isFalse();
        assertThat(shown("gone.txt", 2, true)).isTrue();
        assertThat(shown("gone.txt", 1, false)).isFalse();
        assertThat(shown("/dev/null", 1, true)).isFalse();
    }

    @Test
    void aQuotedNameIsRead() {
        assertThat(shown("ü.txt", 1, false)).isTrue();
    }

    @Test
    void whatIsNoDiffShowsNothing() {
        Set<Anchor> wanted = Set.of(new Anchor("a", 1, false), new Anchor("", 1, false));
        assertThat(DiffLines.shown("", wanted)).isEmpty();
        assertThat(DiffLines.shown("@@ -1,999999999 +1,999999999 @@\n", wanted)).isEmpty();
        assertThat(DiffLines.shown("--- \"a/\\\n+++ \"\\3\n@@ -x +y @@\n+z", wanted))
                .isEmpty();
    }

    @Test
    void whateverComesIsRead() {
        String letters = "@-+ \"\\\n\tab/01,3d";
        Set<Anchor> wanted = Set.of(new Anchor("a", 1, false));
        Seeds.forAll(2_000, random -> {
            StringBuilder text = new StringBuilder();
            for (int count = random.nextInt(200); count > 0; count--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(wanted).containsAll(DiffLines.shown(text.toString(), wanted));
        });
    }

    private static boolean shown(String path, long line, boolean old) {
        Anchor anchor = new Anchor(path, line, old);
        return DiffLines.shown(DIFF, Set.of(anchor)).contains(anchor);
    }
}
