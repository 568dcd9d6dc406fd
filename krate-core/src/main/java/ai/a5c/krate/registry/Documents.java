package ai.a5c.krate.registry;

import ai.a5c.krate.validate.Faults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 or JSON text (JSON is YAML) into documents, refusing what could harm: size, depth, many aliases, tags,
 * duplicate keys.
 *
 * <p>Only {@code true} and {@code false} are booleans and only JSON's numbers are numbers; {@code yes}, {@code 0755} and
 * {@code 1_000} are texts.
 */
public final class Documents {

    /** The largest text in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

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
            faults.at("$", tooLong());
        } else {
            load(text.startsWith("\uFEFF") ? text.substring(1) : text, documents, faults);
        }
        faults.throwIfAny();
        return documents;
    }

    /**
     * The documents in UTF-8 {@code bytes}, which may begin with a byte order mark; the door for bytes from outside.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException as {@link #read(String)}, and for other encodings
     */
    public static List<Map<String, Object>> read(byte[] bytes) {
        Faults faults = new Faults();
        if (bytes.length > MAX_BYTES) {
            faults.at("$", tooLong());
        } else {
            Utf8.fault(bytes).ifPresent(fault -> faults.at("$", fault));
        }
        faults.throwIfAny();
        return read(new String(bytes, StandardCharsets.UTF_8));
    }

    private static String tooLong() {
        return "the text is longer than %d KiB; split it".formatted(MAX_BYTES / 1024);
    }

    private static void load(String text, List<Map<String, Object>> documents, Faults faults) {
        try {
            if (YamlScan.of(text, faults)) {
                List<Object> loaded = new ArrayList<>();
                new Load(YamlScan.SETTINGS).loadAllFromString(text).forEach(document -> addIfAny(document, loaded));
                for (int i = 0; i < loaded.size(); i++) {
                    add(loaded.get(i), loaded.size() == 1 ? "$" : "$[%d]".formatted(i), documents, faults);
                }
            }
        } catch (MarkedYamlEngineException e) {
            faults.at("$", Quoted.words(e.getProblem()) + YamlScan.place(e.getProblemMark()));
        } catch (ReaderException e) {
            faults.at("$", "the character U+%04X at %s is not allowed".formatted(e.getCodePoint(), place(text, e)));
        } catch (YamlEngineException | StackOverflowError e) {
            faults.at("$", "the text is no YAML that can be read safely");
        }
    }

    private static String place(String text, ReaderException e) {
        int end = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
        return Utf8.place(text.substring(0, end));
    }

    private static void addIfAny(@Nullable Object document, List<Object> loaded) {
        if (document != null) {
            loaded.add(document);
        }
    }

    private static void add(Object document, String path, List<Map<String, Object>> documents, Faults faults) {
        if (document instanceof Map<?, ?> map) {
            documents.add(new PlainValues(faults).of(map, path));
        } else {
            faults.at(path, "a resource is an object with apiVersion, kind, metadata and spec");
        }
    }
}
