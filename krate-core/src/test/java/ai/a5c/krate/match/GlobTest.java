package ai.a5c.krate.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "main | main | true",
                "main | Main | false",
                "main | main2 | false",
                "m.in | main | false",
                "* | main | true",
                "* | a/b | false",
                "a* | a | true",
                "acme/* | acme/shop | true",
                "acme/* | acme/shop/x | false",
                "acme/* | acmeX/shop | false",
                "release/** | release/1 | true",
                "release/** | release/1/2 | true",
                "release/** | release | false",
                "release/** | release/ | false",
                "** | a/b/c | true",
                "**/b | b | true",
                "**/b | a/x/b | true",
                "**/b | xb | false",
                "a/**/b | a/b | true",
                "a/**/b | a/x/y/b | true",
                "a/**/b | ab | false",
                "a/**/b | a/xb | false",
                "a**b | a/x/b | true",
                "a?c | abc | true",
                "a?c | a/c | false",
                "a?c | a😀c | true",
                "[abc]x | bx | true",
                "[abc]x | dx | false",
                "[a-c]x | bx | true",
                "[!a-c]x | dx | true",
                "[^a-c]x | bx | false",
                "[!a]x | /x | false",
                "[]a]x | ]x | true",
                "[a-]x | -x | true",
                "{a,b}/* | b/x | true",
                "{a,b}/* | c/x | false",
                "{a,b/{c,d}} | b/d | true",
                "{**/a,b} | x/a | true",
                "a{,x} | a | true",
                "a,b | a,b | true",
                "a\\* | a* | true",
                "a\\* | ab | false",
                "\\!a | !a | true",
                "(a.b)+ | (a.b)+ | true",
                "a$ | a$ | true",
                "ä* | äö | true",
                "secret-* | secret-x | true",
            })
    void matchesAsGitDoes(String glob, String name, boolean expected) {
        assertThat(Glob.of(glob).matches(name)).isEqualTo(expected);
    }

    @Test
    void aLineBreakInANameDoesNotEndTheMatch() {
        assertThat(Glob.of("a/**").matches("a/b\nc")).isTrue();
        assertThat(Glob.of("main").matches("main\n")).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[abc | glob '[abc': '[' is never closed at 0",
                "a{b,c | glob 'a{b,c': '{' is never closed at 1",
                "a}b | glob 'a}b': '}' closes nothing at 1",
                "a\\ | glob 'a\\': '\\' stands before nothing at 1",
                "a***b | glob 'a***b': write '*' for one segment or '**' for many at 1",
                "[z-a] | glob '[z-a]': the range 'z-a' runs backwards at 1",
                "[+-9] | glob '[+-9]': the range '+-9' would hold '/' at 1",
                "[a/b] | glob '[a/b]': '/' cannot stand between '[' and ']' at 2",
                "!main | glob '!main': '!' negates nothing here; put the glob under exclude, or write '\\!' at 0",
            })
    void saysWhatIsWrongWithABadGlob(String glob, String message) {
        assertThatThrownBy(() -> Glob.of(glob))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void isAsLongAsItMayBeAndNoLonger() {
        assertThat(Glob.of("a".repeat(256)).matches("a".repeat(256))).isTrue();
        assertThatThrownBy(() -> Glob.of("a".repeat(257)))
                .hasMessage("a glob has 1 to 256 characters, this one has 257");
        assertThatThrownBy(() -> Glob.of("")).hasMessage("a glob has 1 to 256 characters, this one has 0");
    }

    @Test
    void takesLinearTimeWhereBacktrackersHang() {
        Glob glob = Glob.of("*a".repeat(24) + "*b");
        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThat(glob.matches("a".repeat(4_000))).isFalse());
    }

    @Test
    void knowsWhetherOnlyOneNameFits() {
        assertThat(Glob.of("acme/\\*shop").literal()).contains("acme/*shop");
        assertThat(Glob.of("acme/*").literal()).isEmpty();
    }

    @Test
    void isEqualByItsText() {
        assertThat(Glob.of("a/*"))
                .isEqualTo(Glob.of("a/*"))
                .hasSameHashCodeAs(Glob.of("a/*"))
                .hasToString("a/*");
        assertThat(Glob.of("a/*")).isNotEqualTo(Glob.of("a/?"));
    }

    @Test
    void excludeBeatsIncludeAndNoIncludeIsEverything() {
        GlobSet set = GlobSet.of(List.of("acme/*"), List.of("acme/secret-*"));
        assertThat(set.matches("acme/shop")).isTrue();
        assertThat(set.matches("acme/secret-x")).isFalse();
        assertThat(set.matches("other/shop")).isFalse();
        assertThat(GlobSet.EVERYTHING.matches("any/thing")).isTrue();
        assertThat(GlobSet.of(List.of(), List.of("**")).matches("any")).isFalse();
    }

    @Test
    void anyTextIsAGlobOrRefusedWithAReason() {
        String letters = "ab/*?[]{},\\!^-😀\ud800\n";
        Seeds.forAll(3_000, random -> {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(1, 12), 0, letters.length()).forEach(i -> text.append(letters.charAt(i)));
            try {
                Glob.of(text.toString()).matches("a/b");
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).startsWith("glob '");
            }
        });
    }

    @Test
    void anEscapedNameMatchesItselfAlone() {
        String letters = "ab/*?[]{},\\!^-.$|()+";
        Seeds.forAll(2_000, random -> {
            StringBuilder name = new StringBuilder();
            StringBuilder glob = new StringBuilder();
            random.ints(random.nextInt(1, 12), 0, letters.length()).forEach(i -> {
                name.append(letters.charAt(i));
                glob.append('\\').append(letters.charAt(i));
            });
            assertThat(Glob.of(glob.toString()).matches(name.toString())).isTrue();
            assertThat(Glob.of(glob.toString()).matches(name + "x")).isFalse();
        });
    }

    @Test
    void whatNeedsNoRegularExpressionFitsWhatItsExpressionFits() {
        String letters = "ab/.-";
        String[] globs = {
            "", "a", "a/", "*", "**", "a*", "a/*", "a/**", "a**", "a/b*", "a*b", "**/", "a/**/b", "{a,b}*", "?*"
        };
        Seeds.forAll(4_000, random -> {
            StringBuilder name = new StringBuilder();
            random.ints(random.nextInt(6), 0, letters.length()).forEach(i -> name.append(letters.charAt(i)));
            String glob = globs[random.nextInt(1, globs.length)];
            assertThat(Glob.of(glob).matches(name.toString()))
                    .as("%s on %s", glob, name)
                    .isEqualTo(new GlobReader(glob).pattern().matches(name.toString()));
        });
    }
}
