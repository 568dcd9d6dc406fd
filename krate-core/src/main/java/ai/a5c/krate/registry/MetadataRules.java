package ai.a5c.krate.registry;

import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.validate.Faults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code metadata} of a document from outside may say, after Kubernetes' rules. */
final class MetadataRules {

    /** Where the kinds of the installation live. */
    static final String INSTALLATION = "krate-system";

    private static final List<String> KNOWN = List.of(
            "name",
            "namespace",
            "labels",
            "annotations",
            "resourceVersion",
            "uid",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "ownerReferences",
            "finalizers",
            "managedFields");
    private static final int MAX_ANNOTATIONS = 256 * 1024;
    private static final Predicate<String> LABEL_VALUE =
            Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?").asMatchPredicate();
    private static final Predicate<String> LABEL_NAME = Pattern.compile(
                    "([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
            .asMatchPredicate();

    private MetadataRules() {}

    static void check(@Nullable Object metadata, Faults faults) {
        if (!(metadata instanceof Map<?, ?> map)) {
            faults.at("$.metadata", "required; expected an object with a name");
            return;
        }
        map.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !KNOWN.contains(key))
                .forEach(key -> faults.at(
                        "$.metadata." + key,
                        NearestName.of(key, KNOWN)
                                .map(near -> "unknown field; did you mean '%s'?".formatted(near))
                                .orElse("unknown field")));
        checkName(map.get("name"), "$.metadata.name", true, faults);
        checkName(map.get("namespace"), "$.metadata.namespace", false, faults);
        checkPairs(map.get("labels"), "$.metadata.labels", true, faults);
        checkPairs(map.get("annotations"), "$.metadata.annotations", false, faults);
    }

    private static void checkName(@Nullable Object name, String path, boolean required, Faults faults) {
        if (name == null || name.equals("")) {
            if (required) {
                faults.at(path, "required; expected lower case letters, digits, '-' and '.'");
            }
        } else if (!(name instanceof String text) || !Forms.isName(text)) {
            faults.at(path, "no name; expected at most 253 lower case letters, digits, '-' and '.'");
        }
    }

    private static void checkPairs(@Nullable Object pairs, String path, boolean labels, Faults faults) {
        if (pairs == null) {
            return;
        }
        if (!(pairs instanceof Map<?, ?> map)) {
            faults.at(path, "expected an object of texts");
            return;
        }
        map.forEach((key, value) -> {
            String at = path + "." + key;
            if (!LABEL_NAME.test(String.valueOf(key))) {
                faults.at(
                        at,
                        "no label name; expected an optional DNS prefix and '/', then at most 63 letters, digits, '-', '_', '.'");
            }
            if (!(value instanceof String text)) {
                faults.at(at, "expected text");
            } else if (labels && !LABEL_VALUE.test(text)) {
                faults.at(at, "no label value; expected at most 63 letters, digits, '-', '_', '.'");
            } else if (text.length() > MAX_ANNOTATIONS || text.indexOf('\0') >= 0) {
                faults.at(at, "too long, or contains NUL");
            }
        });
    }

    /** What is taken over from outside: names, labels, annotations, owners, finalizers and the expected version. */
    static Map<String, Object> fromOutside(@Nullable Object metadata, Kind kind, String namespace) {
        Map<String, Object> taken = new LinkedHashMap<>();
        if (metadata instanceof Map<?, ?> map) {
            for (String key : List.of(
                    "name", "namespace", "labels", "annotations", "resourceVersion", "ownerReferences", "finalizers")) {
                Object value = map.get(key);
                if (value != null) {
                    taken.put(key, value);
                }
            }
        }
        taken.putIfAbsent("namespace", kind.info().installation() ? INSTALLATION : namespace);
        return taken;
    }
}
