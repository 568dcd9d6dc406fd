package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.redact.KnownSecret;
import ai.a5c.krate.redact.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Takes out of texts the secrets that a build was given, and whatever else looks like one; never shows a value. */
final class KnownValues {

    private static final Pattern SECRET_NAME = Pattern.compile(
            "TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL|_PSW$");
    private static final int SHORTEST = 4;
    private static final int MOST_CHARACTERS = 100_000;

    private final Redactor redactor;
    private final List<String> shorter = new ArrayList<>();

    /**
     * A redactor for one build.
     *
     * @param environment of the build; of these the values count whose names say so
     * @param sensitive values that Jenkins itself calls sensitive, by name
     */
    KnownValues(Map<String, String> environment, Map<String, String> sensitive) {
        Map<String, String> values = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (SECRET_NAME.matcher(name.toUpperCase(Locale.ROOT)).find()) {
                values.put(name, value);
            }
        });
        values.putAll(sensitive);
        List<KnownSecret> known = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value.length() >= KnownSecret.MIN_LENGTH) {
                known.add(new KnownSecret(plain(name), value));
            } else if (value.length() >= SHORTEST && sensitive.containsKey(name)) {
                shorter.add(value);
            }
        });
        this.redactor = Redactor.of(known);
    }

    /** A name as readers may see it. */
    private static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._/-]", "_");
        return plain.isEmpty() ? "parameter" : plain.substring(0, Math.min(plain.length(), 100));
    }

    /** {@code text} without secrets; of a very long one only its beginning. */
    String redact(String text) {
        String cut = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
        String clean = redactor.redact(cut).text();
        for (String value : shorter) {
            clean = clean.replace(value, "[REDACTED]");
        }
        return clean;
    }

    @Override
    public String toString() {
        return "KnownValues";
    }
}
