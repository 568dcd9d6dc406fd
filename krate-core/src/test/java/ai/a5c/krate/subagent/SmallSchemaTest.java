package ai.a5c.krate.subagent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.OutputContract;
import ai.a5c.krate.testkit.Seeds;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The part of JSON Schema that is held, beside a validator that holds the whole. (That one also applies uniqueItems to
 * members of objects, so that here it always stands with the type.)
 */
class SmallSchemaTest {

    private static final SchemaRegistry WHOLE = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final List<String> NAMES = List.of("a", "b", "c");

    private static Object value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 2 ? 5 : 7)) {
            case 0 -> random.nextBoolean();
            case 1 -> random.nextInt(5);
            case 2 -> random.nextInt(10) / 2.0;
            case 3 -> "x".repeat(random.nextInt(4));
            case 4 -> "null";
            case 5 -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(random, depth + 1));
                }
                yield items;
            }
            default -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (String name : NAMES) {
                    if (random.nextBoolean()) {
                        members.put(name, value(random, depth + 1));
                    }
                }
                yield members;
            }
        };
    }

    private static Object schema(RandomGenerator random, int depth) {
        if (depth > 3) {
            return random.nextInt(4) > 0;
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            keyword(random, schema, depth);
        }
        return schema;
    }

    private static List<Object> schemas(RandomGenerator random, int depth) {
        return List.of(schema(random, depth + 1), schema(random, depth + 1));
    }

    private static void keyword(RandomGenerator random, Map<String, Object> schema, int depth) {
        List<String> types = List.of("object", "array", "string", "number", "integer", "boolean", "null");
        switch (random.nextInt(16)) {
            case 0 -> schema.put("type", types.get(random.nextInt(7)));
            case 1 -> schema.put("type", List.of("object", types.get(1 + random.nextInt(6))));
            case 2 -> schema.put("enum", List.of(value(random, 2), value(random, 2)));
            case 3 -> schema.put("const", value(random, 1));
            case 4 -> schema.put("required", List.of(NAMES.get(random.nextInt(3))));
            case 5 -> schema.put("properties", Map.of("a", schema(random, depth + 1), "b", schema(random, depth + 1)));
            case 6 -> schema.put("additionalProperties", schema(random, depth + 1));
            case 7 -> schema.put("items", schema(random, depth + 1));
            case 8 -> schema.put("allOf", List.of(Map.of("type", "array", "uniqueItems", true)));
            case 9 -> schema.put("anyOf", schemas(random, depth));
            case 10 -> schema.put("oneOf", schemas(random, depth));
            case 11 -> schema.put("allOf", schemas(random, depth));
            case 12 -> schema.put("not", schema(random, depth + 1));
            case 13 -> schema.put("$ref", "#/$defs/" + NAMES.get(random.nextInt(3)));
            case 14 ->
                schema.put(
                        List.of("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
                                .get(random.nextInt(6)),
                        random.nextInt(3));
            default ->
                schema.put(
                        List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
                                .get(random.nextInt(4)),
                        random.nextInt(10) / 2.0);
        }
    }

    @Test
    void itSaysTheSameAsAValidatorOfTheWhole() {
        int[] fitting = {0};
        Seeds.forAll(4_000, random -> {
            Map<String, Object> schema = new LinkedHashMap<>();
            keyword(random, schema, 0);
            keyword(random, schema, 0);
            schema.put("$defs", Map.of("a", true, "b", Map.of("type", "string"), "c", Map.of("minimum", 2)));
            String text = Json.write(schema);
            String value = Json.write(value(random, 0));
            boolean fits =
                    SmallSchema.faults(Json.readObject(text), Json.read(value)).isEmpty();
            boolean fitsWhole =
                    WHOLE.getSchema(text).validate(value, InputFormat.JSON).isEmpty();
            assertThat(fits).as("%s of %s", value, text).isEqualTo(fitsWhole);
            fitting[0] += fits ? 1 : 0;
        });
        assertThat(fitting[0]).isBetween(400, 3_600);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"text\"} | $.type: the value is not one that JSON Schema gives it",
                "{\"required\":\"a\"} | $.required: the value is not one that JSON Schema gives it",
                "{\"maxItems\":-1} | $.maxItems: the value is not one that JSON Schema gives it",
                "{\"minimum\":1e999} | $.minimum: the value is not one that JSON Schema gives it",
                "{\"items\":7} | $.items: expected a schema",
                "{\"anyOf\":[]} | $.anyOf: expected a list of schemas",
                "{\"$ref\":\"https://example.org/s.json\"} | $.$ref: expected #/$defs/ and a name that is there",
                "{\"$ref\":\"#/$defs/a\"} | $.$ref: expected #/$defs/ and a name that is there",
                "{\"properties\":{\"a\":{\"$defs\":{}}}} | $.properties.a.$defs: expected to stand at the top"
            })
    void whatIsNoSchemaOfThePartIsRefusedBeforeAnybodyWorksUnderIt(String schema, String fault) {
        assertThat(ContractCheck.faults(new OutputContract("json", List.of(), schema)))
                .containsExactly(fault);
    }

    @Test
    void contractsThatCannotBeHeldAreRefusedWithTheReason() {
        assertThat(ContractCheck.faults(new OutputContract("", List.of("Verdict"), "")))
                .isEmpty();
        assertThat(ContractCheck.faults(new OutputContract("", List.of(), "{\"title\":\"t\",\"type\":\"object\"}")))
                .isEmpty();
        assertThat(ContractCheck.faults(new OutputContract("", List.of(), "[]")))
                .singleElement()
                .asString()
                .startsWith("expected a JSON object: ");
        assertThat(ContractCheck.faults(new OutputContract("", List.of(), " ".repeat(70_000) + "{}")))
                .containsExactly("the schema is longer than 65536 characters");
        String deep = "{\"not\":".repeat(60) + "{}" + "}".repeat(60);
        assertThat(ContractCheck.faults(new OutputContract("", List.of(), deep)))
                .singleElement()
                .asString()
                .endsWith(": the schema nests deeper than 50");
    }

    @Test
    void noSchemaAndNoOutcomeTakeMoreThanABoundOfSteps() {
        Map<String, Object> endless =
                Json.readObject("{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}}}");
        assertThat(SmallSchema.faults(endless, 1)).containsExactly("$: checking it takes too many steps");
        Map<String, Object> bomb = Json.readObject(
                "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"not\":{\"anyOf\":[{\"$ref\":\"#/$defs/a\"},{\"$ref\":\"#/$defs/a\"}]}}}}");
        assertThat(SmallSchema.faults(bomb, 1)).containsExactly("$: checking it takes too many steps");
    }

    @Test
    void aNumberThatIsTooLargeToBeReadIsNone() {
        assertThat(OutputCheck.faults(new OutputContract("", List.of(), "{\"type\":\"number\"}"), "1e999"))
                .containsExactly("$: expected number");
        assertThat(OutputCheck.faults(new OutputContract("", List.of(), "{\"enum\":[1.0]}"), "1"))
                .isEmpty();
    }
}
