package ai.a5c.krate.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.a5c.krate.testkit.Seeds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static final List<String> FIELDS = List.of("repository", "sha", "ci.job", "workItem.title");

    private static String render(String template, Map<String, String> values) {
        return Template.parse(template, FIELDS).render(values);
    }

    @Test
    void fillsSlots() {
        assertThat(render("Diagnose {{ ci.job }} at {{sha}}.", Map.of("ci.job", "unit", "sha", "abc")))
                .isEqualTo("Diagnose unit at abc.");
    }

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{{ sha }}; ``; ``",
                "{{ sha | default(\"none\") }}; ``; none",
                "{{ sha | default(\"none\") }}; abc; abc",
                "{{ sha | truncate(3) }}; abcd; ab…",
                "{{ sha | truncate(4) }}; abcd; abcd",
                "{{ sha | truncate(0) }}; abcd; ``",
                "{{ sha | truncate(2) }}; 😀😀😀; 😀…",
                "{{ sha | json }}; a\"b\\c; \"a\\u0022b\\u005cc\"",
                "{{ sha | json }}; </script>; \"\\u003c/script\\u003e\"",
                "{{ sha | default(\"a }} b\") }}; ``; a }} b",
                "{{ sha | truncate(3) | json }}; abcd; \"ab…\"",
                "}} {{ sha }} { {; x; }} x { {",
                "{{ sha }}; {{ repository }}; {{ repository }}",
            })
    void renders(String template, String value, String expected) {
        assertThat(render(template, Map.of("sha", value, "repository", "acme/shop")))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "a {{ ci.jb }}; unknown field 'ci.jb' at 5",
                "{{ secret }}; unknown field 'secret' at 3",
            })
    void namesAnUnknownFieldAndWhatWasMeant(String template, String message) {
        assertThatThrownBy(() -> render(template, Map.of()))
                .isInstanceOf(InvalidTemplateException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "x {{ sha; '{{' is never closed at 2",
                "{{ }}; expected the name of a field at 2",
                "{{ {{ sha }} }}; expected the name of a field at 2",
                "{{ sha repository }}; expected '}}' or a filter at 7",
                "{{ sha | upper }}; unknown filter 'upper' at 9",
                "{{ sha | truncate }}; expected default(\"text\"), truncate(number) or json at 9",
                "{{ sha | json(3) }}; expected default(\"text\"), truncate(number) or json at 9",
                "{{ sha | default(3) }}; expected default(\"text\"), truncate(number) or json at 9",
                "{{ sha | defalt(\"x\") }}; unknown filter 'defalt' at 9",
            })
    void saysWhereATemplateIsWrong(String template, String message) {
        assertThatThrownBy(() -> render(template, Map.of())).hasMessageStartingWith(message);
    }

    @Test
    void carriesThePosition() {
        assertThatThrownBy(() -> render("ab {{ shaa }}", Map.of()))
                .hasMessage("unknown field 'shaa' at 6; did you mean 'sha'?")
                .asInstanceOf(type(InvalidTemplateException.class))
                .extracting(InvalidTemplateException::position)
                .isEqualTo(6);
    }

    @Test
    void aTemplateHasAtMost64KiB() {
        assertThatThrownBy(() -> render("x".repeat(65_537), Map.of()))
                .hasMessage("a template has at most 65536 characters at 65536");
    }

    @Test
    void namesItsFields() {
        assertThat(Template.parse("{{ sha }}{{ ci.job }}{{ sha | json }}", FIELDS)
                        .paths())
                .containsExactly("ci.job", "sha");
    }

    @Test
    void aCallerMayPutSomethingElseInPlaceOfValuesButNotOfDefaults() {
        Template template = Template.parse("{{ sha }} {{ ci.job | default(\"no job\") }}", FIELDS);
        assertThat(template.render(Map.of("sha", "abc"), (path, value) -> "<" + path + ">"))
                .isEqualTo("<sha> no job");
    }

    @Test
    void whatIsInsertedIsNeverEvaluatedAgain() {
        String letters = "{}|\"\\$ sha()%";
        Seeds.forAll(1_000, random -> {
            StringBuilder value = new StringBuilder("{{ sha }}");
            random.ints(random.nextInt(20), 0, letters.length()).forEach(i -> value.append(letters.charAt(i)));
            assertThat(render("<{{ sha }}>", Map.of("sha", value.toString()))).isEqualTo("<" + value + ">");
        });
    }
}
