package ai.a5c.krate.registry;

import ai.a5c.krate.validate.Faults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML or JSON text (JSON is YAML) into documents, refusing what could harm: size, depth, aliases, duplicates. */
public final class Documents {

    /** The largest text in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_DEPTH = 50;

    private Documents() {}

    /**
     * The documents in {@code text}; empty ones are left out.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException with the place of the first thing that is no YAML
     */
    public static List<Map<String, Object>> read(String text) {
        Faults faults = new Faults();
        List<Map<String, Object>> documents = new ArrayList<>();
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            faults.at("$", "the text is longer than %d KiB; split it".formatted(MAX_BYTES / 1024));
        } else if (depth(text) > MAX_DEPTH) {
            faults.at("$", "the text nests deeper than %d levels".formatted(MAX_DEPTH));
        } else {
            load(text, documents, faults);
        }
        faults.throwIfAny();
        return documents;
    }

    private static void load(String text, List<Map<String, Object>> documents, Faults faults) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(10)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            int index = 0;
            for (Object document : new Load(settings).loadAllFromString(text)) {
                add(document, "$[%d]".formatted(index++), documents, faults);
            }
        } catch (MarkedYamlEngineException e) {
            faults.at(
                    "$",
                    e.getProblem()
                            + e.getProblemMark()
                                    .map(mark -> " at line %d, column %d"
                                            .formatted(mark.getLine() + 1, mark.getColumn() + 1))
                                    .orElse(""));
        } catch (YamlEngineException | StackOverflowError e) {
            faults.at("$", "the text is no YAML that can be read safely");
        }
    }

    private static void add(
            @Nullable Object document, String path, List<Map<String, Object>> documents, Faults faults) {
        if (document instanceof Map<?, ?> map) {
            documents.add(named(map));
        } else if (document != null) {
            faults.at(path, "a resource is an object with apiVersion, kind, metadata and spec");
        }
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, value) -> named.put(String.valueOf(key), plain(value)));
        return named;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return named(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(plain(item)));
            return items;
        }
        return value;
    }

    /** An upper bound of how deep {@code text} nests, without parsing it. */
    private static int depth(String text) {
        int open = 0;
        int deepest = 0;
        for (String line : text.lines().toList()) {
            int indent = line.length() - line.stripLeading().length();
            deepest = Math.max(deepest, indent / 2);
        }
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '[' || character == '{') {
                deepest = Math.max(deepest, ++open);
            } else if (character == ']' || character == '}') {
                open--;
            }
        }
        return deepest;
    }
}
