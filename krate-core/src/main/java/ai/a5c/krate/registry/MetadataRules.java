package ai.a5c.krate.registry;

import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.validate.Faults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Repeats the document, of which each part is checked by itself. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

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
                        "$.metadata." + Quoted.name(key),
                        NearestName.of(key, KNOWN)
                                .map(near -> "unknown field; did you mean '%s'?".formatted(near))
                                .orElse("unknown field; known are " + String.join(", ", KNOWN))));
        checkName(map.get("name"), "$.metadata.name", true, faults);
        checkName(map.get("namespace"), "$.metadata.namespace", false, faults);
        checkText(map.get("resourceVersion"), "$.metadata.resourceVersion", faults);
        checkText(map.get("uid"), "$.metadata.uid", faults);
        checkPairs(map.get("labels"), "$.metadata.labels", true, faults);
        checkPairs(map.get("annotations"), "$.metadata.annotations", false, faults);
        OwnershipRules.checkFinalizers(map.get("finalizers"), faults);
        OwnershipRules.checkOwners(map.get("ownerReferences"), faults);
    }

    private static void checkText(@Nullable Object value, String path, Faults faults) {
        if (value != null && !(value instanceof String text && text.indexOf('\0') < 0)) {
            faults.at(path, "expected text");
        }
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
        long size = 0;
        for (Map.Entry<?, ?> pair : map.entrySet()) {
            String name = String.valueOf(pair.getKey());
            String at = path + "." + Quoted.name(name);
            if (!LABEL_NAME.test(name)) {
                faults.at(
                        at,
                        "no label name; expected an optional DNS prefix and '/', then at most 63 letters, digits, '-', '_', '.'");
            }
            if (pair.getValue() instanceof String text) {
                size += name.length() + text.length();
                pairFault(name, text, labels).ifPresent(fault -> faults.at(at, fault));
            } else {
                faults.at(at, "expected text");
            }
        }
        if (size > MAX_ANNOTATIONS) {
            faults.at(path, "%d characters; at most %d are allowed".formatted(size, MAX_ANNOTATIONS));
        }
    }

    private static Optional<String> pairFault(String name, String text, boolean label) {
        if (label && !LABEL_VALUE.test(text)) {
            return Optional.of("no label value; expected at most 63 letters, digits, '-', '_', '.'");
        }
        if (text.indexOf('\0') >= 0) {
            return Optional.of("contains NUL, which no database keeps");
        }
        return name.equals(LAST_APPLIED)
                ? Optional.empty()
                : SecretLooks.of(text).map("looks like a secret (%s); only references are allowed here"::formatted);
    }

    /** Whether {@code text} can be the name of a label or a finalizer: an optional DNS prefix, then a name. */
    static boolean isQualifiedName(String text) {
        return LABEL_NAME.test(text);
    }

    /** What is taken over from outside: names, labels, annotations, owners, finalizers, managers and the expected version. */
    static Map<String, Object> fromOutside(@Nullable Object metadata, Kind kind, String namespace) {
        Map<String, Object> taken = new LinkedHashMap<>();
        if (metadata instanceof Map<?, ?> map) {
            for (String key : List.of(
                    "name",
                    "namespace",
                    "labels",
                    "annotations",
                    "resourceVersion",
                    "ownerReferences",
                    "finalizers",
                    "managedFields")) {
                Object value = map.get(key);
                if (value != null && (!key.equals("managedFields") || OwnershipRules.areManagedFields(value))) {
                    taken.put(key, value);
                }
            }
        }
        taken.putIfAbsent("namespace", kind.info().installation() ? INSTALLATION : namespace);
        return taken;
    }
}
