package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads parts of what somebody sent. */
final class Trees {

    private Trees() {}

    /**
     * What {@code reading} gives; its faults are told as those of the part at {@code path}.
     *
     * @throws InvalidDocumentException with every fault and its whole path
     */
    static <T> T at(String path, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidDocumentException e) {
            Faults faults = new Faults();
            e.faults().forEach(fault -> faults.at(path + fault.path().substring(1), fault.message()));
            faults.throwIfAny();
            throw e;
        }
    }

    /**
     * {@code value} as an object.
     *
     * @throws InvalidDocumentException if it is none
     */
    static Map<String, Object> object(@Nullable Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> object.put(String.valueOf(name), member));
        } else {
            new Faults().at("$", "expected an object").throwIfAny();
        }
        return object;
    }
}
