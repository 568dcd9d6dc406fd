package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.validate.Faults;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads parts of what somebody sent. */
final class Trees {

    private Trees() {}

    /**
     * The object at {@code path}.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException if it is none
     */
    static Map<String, Object> object(@Nullable Object value, String path) {
        if (!(value instanceof Map<?, ?> members)) {
            Faults faults = new Faults().at("$", "expected an object");
            faults.throwIfAny();
            throw new IllegalStateException(path);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        members.forEach((name, member) -> object.put(String.valueOf(name), member));
        return object;
    }
}
