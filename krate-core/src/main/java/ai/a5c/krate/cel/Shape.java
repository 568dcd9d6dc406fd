package ai.a5c.krate.cel;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import dev.cel.common.values.StructValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields by which expressions speak of one type of value; any other field is an error when they are compiled. */
final class Shape<T> {

    private final String name;
    private final Map<String, Field<T>> fields = new LinkedHashMap<>();

    Shape(String name) {
        this.name = name;
    }

    /** One more field; a value of null is absent. */
    Shape<T> with(String field, CelType type, Function<T, @Nullable Object> value) {
        fields.put(field, new Field<>(type, value));
        return this;
    }

    StructType type() {
        ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
        fields.forEach((field, known) -> types.put(field, known.type()));
        ImmutableMap<String, CelType> fixed = types.buildOrThrow();
        return StructType.create(name, fixed.keySet(), field -> Optional.ofNullable(fixed.get(field)));
    }

    /** As expressions see {@code value}: a field is read when it is asked for. */
    StructValue<String, Object> of(T value) {
        return new View<>(this, value);
    }

    private record Field<T>(CelType type, Function<T, @Nullable Object> value) {}

    /** One value and its shape; an event never changes. */
    @SuppressWarnings("Immutable")
    private static final class View<T> extends StructValue<String, Object> {

        private final Shape<T> shape;
        private final T subject;

        View(Shape<T> shape, T subject) {
            this.shape = shape;
            this.subject = subject;
        }

        @Override
        public Object value() {
            return this;
        }

        @Override
        public boolean isZeroValue() {
            return false;
        }

        @Override
        public CelType celType() {
            return shape.type();
        }

        @Override
        public Object select(String field) {
            return find(field).orElseThrow(() -> new AbsentException("the event has no " + field));
        }

        @Override
        public Optional<Object> find(String field) {
            return Optional.ofNullable(shape.fields.get(field))
                    .map(known -> known.value().apply(subject));
        }
    }
}
