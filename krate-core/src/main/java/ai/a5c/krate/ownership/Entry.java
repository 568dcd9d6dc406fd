package ai.a5c.krate.ownership;

import ai.a5c.krate.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which fields one manager wrote in one way; in a document, an item of {@code metadata.managedFields}. */
record Entry(Writer writer, String apiVersion, @Nullable Instant time, FieldSet fields) {

    static final String APPLY = "Apply";
    static final String UPDATE = "Update";

    private static final String FIELDS_V1 = "FieldsV1";

    /** The order in which Kubernetes lists entries. */
    static final Comparator<Entry> ORDER = Comparator.comparing(
                    (Entry entry) -> entry.writer().operation())
            .thenComparing(Entry::second)
            .thenComparing(entry -> entry.writer().manager())
            .thenComparing(Entry::apiVersion)
            .thenComparing(entry -> entry.writer().subresource());

    /** Who writes, and how: two entries of one document differ in it. */
    record Writer(String manager, String operation, String subresource) {}

    boolean isUpdate() {
        return writer.operation().equals(UPDATE);
    }

    /** The seconds since 1970; 0 if no time is known. */
    long second() {
        return time == null ? 0 : time.getEpochSecond();
    }

    Entry with(FieldSet otherFields) {
        return new Entry(writer, apiVersion, time, otherFields);
    }

    /** The entry that {@code item} describes; empty if it describes none. */
    static Optional<Entry> of(@Nullable Object item) {
        if (!(item instanceof Map<?, ?> map) || !FIELDS_V1.equals(map.get("fieldsType"))) {
            return Optional.empty();
        }
        Writer writer = new Writer(text(map, "manager"), text(map, "operation"), text(map, "subresource"));
        boolean known = writer.operation().equals(APPLY) || writer.operation().equals(UPDATE);
        Object fields = map.get("fieldsV1");
        if (!known || !(fields instanceof Map<?, ?> tree)) {
            return Optional.empty();
        }
        try {
            Instant time = map.get("time") == null ? null : Instant.parse(text(map, "time"));
            return FieldSet.fromFieldsV1(tree).map(set -> new Entry(writer, text(map, "apiVersion"), time, set));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<?, ?> map, String name) {
        return map.get(name) instanceof String text ? text : "";
    }

    Map<String, Object> toItem() {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("manager", writer.manager());
        item.put("operation", writer.operation());
        item.put("apiVersion", apiVersion);
        if (time != null) {
            item.put("time", time.toString());
        }
        item.put("fieldsType", FIELDS_V1);
        item.put("fieldsV1", fields.toFieldsV1());
        if (!writer.subresource().isEmpty()) {
            item.put("subresource", writer.subresource());
        }
        return item;
    }

    /** The entry in a message, as Kubernetes' API server says it. */
    String words() {
        String name = Json.write(writer.manager())
                + (writer.subresource().isEmpty() ? "" : " with subresource " + Json.write(writer.subresource()));
        if (!isUpdate()) {
            return name;
        }
        return name + " using " + apiVersion + (time == null ? "" : " at " + time);
    }
}
