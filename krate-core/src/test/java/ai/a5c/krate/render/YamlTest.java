package ai.a5c.krate.render;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.testkit.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {

    private static final List<String> WORDS = List.of(
            "",
            " ",
            "a b",
            "a: b",
            "a #b",
            "- a",
            "on",
            "No",
            "1",
            "1e3",
            ".5",
            "0x1f",
            "~",
            "null",
            "{}",
            "[a]",
            "*a",
            "&a",
            "!a",
            "'",
            "\"",
            "line\nline",
            "tab\t",
            "é",
            "\u2028",
            "2026-01-31",
            "---",
            "a, b",
            "a;",
            "?",
            "%",
            "@a",
            "`",
            "=");

    @ParameterizedTest
    @ValueSource(strings = {"on", "No", "y", "null", "2026-01-31", "1_000", "0o7", ".inf", ".5", "a: b", "", "~"})
    void textThatSomeReadersTakeForSomethingElseIsQuoted(String text) {
        assertThat(Yaml.write(Map.of("word", text))).isEqualTo("word: \"%s\"\n".formatted(text));
    }

    @Test
    void listsStandAtTheirMember() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("names", List.of("a b", List.of(1, List.of())));
        document.put("items", List.of(Map.of("deep", Map.of("er", true)), Map.of()));
        assertThat(Yaml.write(document))
                .isEqualTo("names:\n- a b\n-\n  - 1\n  - []\nitems:\n- deep:\n    er: true\n- {}\n");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Seeds.forAll(2_000, random -> {
            Map<String, Object> document = object(random, 4);
            assertThat(Json.write(Documents.read(Yaml.write(document)))).isEqualTo(Json.write(List.of(document)));
        });
    }

    private static Map<String, Object> object(RandomGenerator random, int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        Stream.generate(() -> WORDS.get(random.nextInt(WORDS.size())))
                .limit(1 + random.nextInt(3))
                .forEach(word -> object.put(word, value(random, depth - 1)));
        return object;
    }

    private static Object value(RandomGenerator random, int depth) {
        return switch (depth == 0 ? 3 : random.nextInt(6)) {
            case 0 -> object(random, depth);
            case 1 -> {
                List<Object> list = new ArrayList<>();
                Stream.generate(() -> value(random, depth - 1))
                        .limit(random.nextInt(3))
                        .forEach(list::add);
                yield list;
            }
            case 2 -> random.nextInt(100);
            case 4 -> random.nextBoolean();
            default -> WORDS.get(random.nextInt(WORDS.size()));
        };
    }
}
