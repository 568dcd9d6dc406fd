package ai.a5c.krate.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON into maps, lists, strings, numbers and booleans, and writes such values; bounded in depth and size. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxStringLength(5 * 1024 * 1024)
                            .maxNumberLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * The value of {@code text}; objects keep the order of their members.
     *
     * @throws InvalidJsonException if it is no JSON, nests deeper than 100, or names a member twice
     */
    public static @Nullable Object read(String text) {
        try {
            return MAPPER.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new InvalidJsonException(e);
        }
    }

    /** The value of UTF-8 {@code bytes}; errors as in {@link #read(String)}. */
    public static @Nullable Object read(byte[] bytes) {
        try {
            return MAPPER.readValue(bytes, Object.class);
        } catch (JsonProcessingException e) {
            throw new InvalidJsonException(e);
        } catch (IOException e) {
            throw new InvalidJsonException("the bytes cannot be read");
        }
    }

    /**
     * The object in {@code text}.
     *
     * @throws InvalidJsonException also if it is JSON but no object
     */
    public static Map<String, Object> readObject(String text) {
        return object(read(text));
    }

    /** The object in {@code bytes}; errors as in {@link #readObject(String)}. */
    public static Map<String, Object> readObject(byte[] bytes) {
        return object(read(bytes));
    }

    /** The text of plain values. */
    public static String write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a plain value: " + e.getOriginalMessage(), e);
        }
    }

    /** The text of plain values for people: a line a member, indented by two, ended by a line feed. */
    public static String writeIndented(@Nullable Object value) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        try {
            return MAPPER.writer(new DefaultPrettyPrinter()
                                    .withObjectIndenter(lines)
                                    .withArrayIndenter(lines))
                            .writeValueAsString(value)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a plain value: " + e.getOriginalMessage(), e);
        }
    }

    /** The plain values of a record; enums in lower case with {@code -}, what is empty left out. */
    public static Map<String, Object> toTree(Object record) {
        return object(Records.MAPPER.convertValue(record, Object.class));
    }

    /**
     * The record that plain values make; unknown members are ignored, absent text, lists and maps are empty.
     *
     * @throws InvalidJsonException if a member is of a wrong type
     */
    public static <T> T fromTree(Map<String, Object> tree, Class<T> type) {
        try {
            return Records.MAPPER.convertValue(tree, type);
        } catch (IllegalArgumentException e) {
            throw new InvalidJsonException("the values do not make a %s%s".formatted(type.getSimpleName(), place(e)));
        }
    }

    /** Where the first value is that does not fit, as {@code : $.actor.login}; never the value. */
    private static String place(IllegalArgumentException problem) {
        StringBuilder path = new StringBuilder();
        if (problem.getCause() instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                path.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
            }
        }
        return path.isEmpty() ? "" : ": $" + path;
    }

    /** The member that a component of a record is written as: its name, without the {@code _} that sets it apart from a word of Java. */
    public static String memberName(String component) {
        return component.endsWith("_") ? component.substring(0, component.length() - 1) : component;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new InvalidJsonException("expected a JSON object");
    }
}
