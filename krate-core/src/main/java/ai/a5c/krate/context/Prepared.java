package ai.a5c.krate.context;

import ai.a5c.krate.redact.Finding;
import ai.a5c.krate.redact.Redacted;
import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.redact.TextScan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One part after redaction, with what hides made visible in data.
 *
 * @param origin in one line
 * @param data what goes into fences: the text of a data layer, the values of an instruction layer
 */
record Prepared(
        LayerInput input,
        String origin,
        String text,
        List<Datum> data,
        Map<String, Integer> redactions,
        List<Finding> findings) {

    private static final int LONGEST_ORIGIN = 300;

    static Prepared of(LayerInput input, Redactor redactor) {
        Map<String, Integer> redactions = new HashMap<>();
        String origin = line(redacted(input.origin(), redactor, redactions));
        String text = redacted(input.text(), redactor, redactions);
        String shown = input.layer().instructions() ? wellFormed(text) : TextScan.neutralize(text);
        List<Datum> values = input.values().entrySet().stream()
                .map(value -> new Datum(
                        origin + ", value of " + line(value.getKey()),
                        TextScan.neutralize(redacted(value.getValue(), redactor, redactions))))
                .toList();
        List<Datum> data = input.layer().instructions() ? values : List.of(new Datum(origin, shown));
        return new Prepared(input, origin, shown, data, redactions, findings(input));
    }

    /** Where data comes from, and the data, both without what hides. */
    record Datum(String origin, String text) {}

    private static List<Finding> findings(LayerInput input) {
        return TextScan.scan(String.join(
                "\n",
                List.of(
                        input.origin(),
                        input.text(),
                        String.join("\n", input.values().values()))));
    }

    private static String redacted(String text, Redactor redactor, Map<String, Integer> counts) {
        Redacted redacted = redactor.redact(text);
        redacted.counts().forEach((category, count) -> counts.merge(category, count, Integer::sum));
        return redacted.text();
    }

    private static String line(String text) {
        return Utf8.head(TextScan.neutralize(text).replace("\r", "\\u{D}").replace("\n", "\\u{A}"), LONGEST_ORIGIN);
    }

    /** Instructions as they were written, but for halves of surrogate pairs, which no file can hold. */
    private static String wellFormed(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(codePoint -> codePoint >= 0xd800 && codePoint <= 0xdfff ? 0xfffd : codePoint)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
