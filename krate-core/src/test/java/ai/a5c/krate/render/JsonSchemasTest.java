package ai.a5c.krate.render;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.validate.InvalidDocumentException;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonSchemasTest {

    private static final String FOLDER = "docs/reference/schemas";
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @ParameterizedTest
    @MethodSource("kinds")
    void theFileIsWhatTheKindMakes(Kind kind) throws IOException {
        GeneratedFile.at(FOLDER + "/" + kind.name() + ".json").mustBe(Json.writeIndented(JsonSchemas.of(kind)));
    }

    @Test
    void oneFileLeadsToThoseOfAllKindsAndNoOtherIsThere() throws IOException {
        GeneratedFile.at(FOLDER + "/krate.json").mustBe(Json.writeIndented(JsonSchemas.any()));
        assertThat(Folder.files(FOLDER))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of("krate.json"), kinds().map(kind -> kind.name() + ".json"))
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theExamplesAreValid(Kind kind) {
        assertThat(faults(kind, Examples.smallest(kind))).isEmpty();
        assertThat(faults(kind, Examples.withStatus(kind))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anUnknownFieldIsRefusedEverywhere(Kind kind) {
        for (String path : List.of("", "metadata", "spec")) {
            Map<String, Object> document = changed(Examples.full(kind), path, "surprise", "x");
            assertThat(faults(kind, document)).as(path).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRequiredFieldIsMissed(Kind kind) {
        spec(kind).properties().stream().filter(Schema.Property::required).forEach(property -> {
            Map<String, Object> document = changed(Examples.smallest(kind), "spec", property.name(), null);
            assertThat(faults(kind, document)).as(property.name()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aWordThatIsNoChoiceIsRefused(Kind kind) {
        spec(kind).properties().stream()
                .filter(property -> property.schema() instanceof Schema.Choice)
                .forEach(property -> assertThat(
                                faults(kind, changed(Examples.full(kind), "spec", property.name(), "surprise")))
                        .as(property.name())
                        .isNotEmpty());
    }

    /** What compares fields with each other cannot be said in JSON Schema, nor can the forms that are no pattern. */
    @ParameterizedTest
    @MethodSource("kinds")
    void whatValidationTakesIsTakenHereToo(Kind kind) {
        Seeds.forAll(50, random -> {
            Map<String, Object> document = new LinkedHashMap<>(Examples.smallest(kind));
            document.put("spec", new RandomObjects(random, true).value(spec(kind), ""));
            if (isValid(document)) {
                assertThat(faults(kind, document)).as(document.toString()).isEmpty();
            }
        });
    }

    @Test
    void rulesBetweenFieldsAreHeldWhereJsonSchemaCanSayThem() {
        Kind kind = KindRegistry.of(AgentMcpServer.class);
        Map<String, Object> document = Examples.smallest(kind);
        assertThat(faults(kind, changed(document, "spec", "command", null))).isNotEmpty();
        assertThat(faults(kind, changed(document, "spec", "url", "https://mcp.example.com/")))
                .isNotEmpty();
    }

    @Test
    void aFieldSaysWhatItRefersToAndWhatItMeansWhenAbsent() {
        Map<String, Object> spec =
                Tree.at(Tree.at(JsonSchemas.of(KindRegistry.of(AgentStack.class)), "properties"), "spec");
        assertThat(Tree.at(Tree.at(spec, "properties"), "runnerPool")).containsEntry("x-krate-ref", "RunnerPool");
        assertThat(Tree.at(Tree.at(spec, "properties"), "approvalMode")).containsEntry("default", "policy");
        assertThat(spec).containsEntry("additionalProperties", false);
    }

    private static boolean isValid(Map<String, Object> document) {
        try {
            ResourceCodec.parse(document, "acme");
            return true;
        } catch (InvalidDocumentException e) {
            return false;
        }
    }

    private static List<String> faults(Kind kind, Map<String, Object> document) {
        return SCHEMAS
                .getSchema(Json.write(JsonSchemas.of(kind)))
                .validate(Json.write(document), InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static Map<String, Object> changed(
            Map<String, Object> document, String path, String name, @Nullable Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(document);
        Map<String, Object> place = path.isEmpty() ? changed : new LinkedHashMap<>(Tree.at(document, path));
        if (value == null) {
            place.remove(name);
        } else {
            place.put(name, value);
        }
        if (!path.isEmpty()) {
            changed.put(path, place);
        }
        return changed;
    }

    private static ObjectOf spec(Kind kind) {
        return (ObjectOf) kind.schema().property("spec").orElseThrow().schema();
    }

    static Stream<Kind> kinds() {
        return KindRegistry.all().stream();
    }
}
