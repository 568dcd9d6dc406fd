package ai.a5c.krate.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Optional;

/** Writes an optional as its value; what is empty counts as absent. */
final class OptionalValue extends StdSerializer<Optional<?>> {

    private static final long serialVersionUID = 1;

    OptionalValue() {
        super(Optional.class, true);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Optional<?> value) {
        return value.isEmpty();
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider provider) throws IOException {
        provider.defaultSerializeValue(value.orElse(null), out);
    }
}
