package ai.a5c.krate.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.testkit.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

    @Test
    void writesTheExampleOfRfc8785Section322() {
        Map<String, Object> example = new HashMap<>();
        example.put(
                "numbers",
                List.of(Double.parseDouble("333333333.33333329"), 1E30, 4.50, 2e-3, 0.000000000000000000000000001));
        example.put("string", "\u20ac$\017\nA'B\"\\\\\"/");
        example.put("literals", Arrays.asList(null, true, false));
        assertThat(CanonicalJson.text(example))
                .isEqualTo("{\"literals\":[null,true,false],"
                        + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void sortsMembersAsRfc8785Section323() {
        Map<String, Object> example = new HashMap<>();
        example.put("\u20ac", "Euro Sign");
        example.put("\r", "Carriage Return");
        example.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
        example.put("1", "One");
        example.put("\ud83d\ude00", "Emoji: Grinning Face");
        example.put("\u0080", "Control");
        example.put("\u00f6", "Latin Small Letter O With Diaeresis");
        assertThat(CanonicalJson.text(example))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                        + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0000000000000000,0",
        "8000000000000000,0",
        "0000000000000001,5e-324",
        "8000000000000001,-5e-324",
        "7fefffffffffffff,1.7976931348623157e+308",
        "ffefffffffffffff,-1.7976931348623157e+308",
        "4340000000000000,9007199254740992",
        "c340000000000000,-9007199254740992",
        "4430000000000000,295147905179352830000",
        "44b52d02c7e14af5,9.999999999999997e+22",
        "44b52d02c7e14af6,1e+23",
        "44b52d02c7e14af7,1.0000000000000001e+23",
        "444b1ae4d6e2ef4e,999999999999999700000",
        "444b1ae4d6e2ef4f,999999999999999900000",
        "444b1ae4d6e2ef50,1e+21",
        "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d,0.000001",
        "41b3de4355555553,333333333.3333332",
        "41b3de4355555554,333333333.33333325",
        "41b3de4355555555,333333333.3333333",
        "41b3de4355555556,333333333.3333334",
        "41b3de4355555557,333333333.33333343",
        "becbf647612f3696,-0.0000033333333333333333",
        "43143ff3c1cb0959,1424953923781206.2",
    })
    void writesTheNumbersOfRfc8785AppendixB(String bits, String expected) {
        assertThat(CanonicalJson.text(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(expected);
    }

    @Test
    void aDoubleIsWrittenInTheFewestDigitsThatReadBack() {
        Seeds.forAll(3_000, random -> {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                BigDecimal written = new BigDecimal(CanonicalJson.text(value)).stripTrailingZeros();
                assertThat(written.doubleValue()).isEqualTo(value);
                assertThat(written.precision())
                        .isLessThanOrEqualTo(new BigDecimal(Double.toString(value))
                                .stripTrailingZeros()
                                .precision());
            }
        });
    }

    @Test
    void integersAreExact() {
        assertThat(CanonicalJson.text(
                        List.of(Long.MAX_VALUE, 7, (short) 3, (byte) 1, new BigInteger("12345678901234567890123"))))
                .isEqualTo("[9223372036854775807,7,3,1,12345678901234567890123]");
        assertThat(CanonicalJson.text(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(CanonicalJson.text(new BigDecimal("0.50"))).isEqualTo("0.5");
        assertThat(CanonicalJson.text(0.1f)).isEqualTo("0.1");
    }

    @Test
    void refusesWhatJsonCannotSay() {
        assertThatThrownBy(() -> CanonicalJson.text(Double.NaN)).hasMessage("JSON has no NaN");
        assertThatThrownBy(() -> CanonicalJson.text(Double.NEGATIVE_INFINITY)).hasMessage("JSON has no -Infinity");
        assertThatThrownBy(() -> CanonicalJson.text(new BigDecimal("0.12345678901234567890")))
                .hasMessage("the number has more digits than a double can hold");
        assertThatThrownBy(() -> CanonicalJson.text(new BigDecimal("1E+1000000000")))
                .hasMessage("the number is out of the range of JSON numbers");
        assertThatThrownBy(() -> CanonicalJson.text(new Object()))
                .hasMessage("no canonical JSON for class java.lang.Object");
    }

    @ParameterizedTest
    @CsvSource({"a\\ud800,1", "\\udc00b,0", "ab\\ud800\\ud800,2"})
    void refusesHalfASurrogatePair(String escaped, int index) {
        String text = decoded(escaped);
        assertThatThrownBy(() -> CanonicalJson.text(text))
                .hasMessage("half a surrogate pair at %d; the text is no Unicode".formatted(index));
        assertThatThrownBy(() -> CanonicalJson.text(Map.of(text, 1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static String decoded(String escaped) {
        return escaped.replace("\\ud800", "\ud800").replace("\\udc00", "\udc00");
    }

    private enum Colour {
        DARK_RED
    }

    private record Inner(String b, Optional<String> a, Optional<String> c) {}

    private record Outer(Inner zed, List<Digest> digests, Colour colour, Instant at, Map<Colour, Integer> counts) {}

    @Test
    void writesRecordsByNameWithoutWhatIsAbsent() {
        Outer outer = new Outer(
                new Inner("x", Optional.of("y"), Optional.empty()),
                List.of(Digest.of("test")),
                Colour.DARK_RED,
                Instant.parse("2026-01-01T00:00:00Z"),
                Map.of(Colour.DARK_RED, 2));
        assertThat(CanonicalJson.text(outer))
                .isEqualTo("{\"at\":\"2026-01-01T00:00:00Z\",\"colour\":\"dark-red\",\"counts\":{\"dark-red\":2},"
                        + "\"digests\":[\"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"],"
                        + "\"zed\":{\"a\":\"y\",\"b\":\"x\"}}");
    }

    @Test
    void neitherTheOrderOfMembersNorOfSetsShows() {
        assertThat(CanonicalJson.text(Set.of("b", "a", "c"))).isEqualTo("[\"a\",\"b\",\"c\"]");
        assertThat(CanonicalJson.text(Set.of())).isEqualTo("[]");
        Seeds.forAll(200, random -> {
            List<String> names = List.of("a", "B", "ä", "10", "9", "\ud83d\ude00", "");
            Map<String, Object> one = new LinkedHashMap<>();
            Map<String, Object> two = new LinkedHashMap<>();
            Seeds.shuffled(names, random).forEach(name -> one.put(name, Set.of(name, "x")));
            Seeds.shuffled(names, random).forEach(name -> two.put(name, Set.of("x", name)));
            assertThat(CanonicalJson.digest(one)).isEqualTo(CanonicalJson.digest(two));
        });
    }

    @Test
    void twoMembersOfOneNameAreRefused() {
        Map<Object, Object> twice = new HashMap<>();
        twice.put(1, "a");
        twice.put("1", "b");
        assertThatThrownBy(() -> CanonicalJson.text(twice)).hasMessage("two members are named '1'");
    }
}
