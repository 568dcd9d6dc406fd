package ai.a5c.krate.registry;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.Rule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the schema of a record from its components and their {@link Field} descriptions. */
final class SchemaReader {

    private SchemaReader() {}

    static Schema.ObjectOf read(Class<?> type) {
        return new Schema.ObjectOf(
                Arrays.stream(type.getRecordComponents())
                        .map(SchemaReader::property)
                        .toList(),
                Arrays.stream(type.getAnnotationsByType(Rule.class))
                        .map(Constraint::of)
                        .toList());
    }

    private static Property property(RecordComponent component) {
        Field field = component.getAnnotation(Field.class);
        if (field == null) {
            return Property.plain(name(component), schema(component.getGenericType(), null), false);
        }
        return new Property(
                name(component),
                schema(component.getGenericType(), field),
                field.value(),
                field.required(),
                field.def(),
                field.ref(),
                field.immutable(),
                field.indexed(),
                field.min(),
                field.max(),
                field.listKey());
    }

    private static String name(RecordComponent component) {
        return Json.memberName(component.getName());
    }

    private static Schema schema(Type type, @Nullable Field field) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return generic.getRawType() == Map.class
                    ? new Schema.MapOf(schema(last, field))
                    : new Schema.ListOf(schema(last, field));
        }
        return scalarOrObject((Class<?>) type, field);
    }

    private static Schema scalarOrObject(Class<?> type, @Nullable Field field) {
        if (type == String.class) {
            return new Schema.Text(field == null ? Form.TEXT : field.form());
        }
        if (type == boolean.class) {
            return new Schema.Flag();
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return new Schema.Whole();
        }
        if (type == double.class) {
            return new Schema.Decimal();
        }
        if (type == Instant.class) {
            return new Schema.Time();
        }
        if (type == Object.class) {
            return new Schema.Anything();
        }
        if (type.isEnum()) {
            return new Schema.Choice(words(type));
        }
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " cannot be a field of a kind");
        }
        return read(type);
    }

    private static List<String> words(Class<?> type) {
        return Arrays.stream(Objects.requireNonNull(type.getEnumConstants()))
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }
}
