package ai.a5c.krate.redact;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The ways in which a known value turns up in texts. */
final class SecretForms {

    private static final Map<Character, String> HTML_NAMED =
            Map.of('&', "&amp;", '<', "&lt;", '>', "&gt;", '"', "&quot;", '\'', "&#39;");
    private static final Map<Character, String> HTML_NUMBERED =
            Map.of('&', "&amp;", '<', "&lt;", '>', "&gt;", '"', "&#34;", '\'', "&#x27;");
    private static final Map<Character, String> JSON =
            Map.of('"', "\\\"", '\\', "\\\\", '\n', "\\n", '\r', "\\r", '\t', "\\t", '\b', "\\b", '\f', "\\f");

    private final Map<String, Integer> forms = new LinkedHashMap<>();

    private SecretForms(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        add(value, 1);
        add(new StringBuilder(value).reverse().toString(), 1);
        add(escaped(value, c -> JSON.getOrDefault(c, c < ' ' ? unicode(c) : c.toString())), 1);
        add(escaped(value, c -> c == '/' ? "\\/" : JSON.getOrDefault(c, c.toString())), 1);
        add(
                escaped(
                        value,
                        c -> "<>&='".indexOf(c) >= 0 || c > '~' ? unicode(c) : JSON.getOrDefault(c, c.toString())),
                1);
        add(escaped(value, c -> HTML_NAMED.getOrDefault(c, c.toString())), 1);
        add(escaped(value, c -> HTML_NUMBERED.getOrDefault(c, c.toString())), 1);
        addUrlEncoded(bytes);
        add(HexFormat.of().formatHex(bytes), 2);
        add(HexFormat.of().withUpperCase().formatHex(bytes), 2);
        for (int offset = 0; offset < 3; offset++) {
            addBase64(bytes, offset);
        }
    }

    /** Each form, with the number of its characters that stand for one of the value, rounded down. */
    static Map<String, Integer> of(String value) {
        return new SecretForms(value).forms;
    }

    private void add(String form, int scale) {
        forms.putIfAbsent(form, scale);
    }

    private void addUrlEncoded(byte[] bytes) {
        for (String kept : List.of("-_.~", "-_.*", "-_.!~*'()", "-_.~/", "-_.~!$&'()*+,;=:@/?")) {
            String form = percent(bytes, kept, HexFormat.of().withUpperCase());
            add(form, 1);
            add(form.replace("%20", "+"), 1);
            add(percent(bytes, kept, HexFormat.of()), 1);
        }
        add("%" + HexFormat.ofDelimiter("%").withUpperCase().formatHex(bytes), 3);
        add("%" + HexFormat.ofDelimiter("%").formatHex(bytes), 3);
    }

    private static String percent(byte[] bytes, String kept, HexFormat digits) {
        StringBuilder out = new StringBuilder();
        for (byte octet : bytes) {
            char character = (char) (octet & 0xff);
            if (Characters.ALPHANUMERIC.has(character) || kept.indexOf(character) >= 0) {
                out.append(character);
            } else {
                out.append('%').append(digits.toHexDigits(octet));
            }
        }
        return out.toString();
    }

    /** The base64 characters that depend on nothing but the value when {@code offset} bytes stand before it. */
    private void addBase64(byte[] bytes, int offset) {
        byte[] shifted = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, shifted, offset, bytes.length);
        String encoded = Base64.getEncoder().encodeToString(shifted);
        String own = encoded.substring((offset * 8 + 5) / 6, shifted.length * 8 / 6);
        add(own, 1);
        add(own.replace('+', '-').replace('/', '_'), 1);
    }

    private static String escaped(String value, Function<Character, String> escape) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            out.append(escape.apply(value.charAt(i)));
        }
        return out.toString();
    }

    private static String unicode(char character) {
        return "\\u%04x".formatted((int) character);
    }
}
