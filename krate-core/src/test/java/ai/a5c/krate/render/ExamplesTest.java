package ai.a5c.krate.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.Reference;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {

    private static final String FOLDER = "examples/kinds";

    @ParameterizedTest
    @MethodSource("kinds")
    void theFileHoldsTheSmallestDocumentAndAFullOne(Kind kind) throws IOException {
        List<Map<String, Object>> documents = List.of(Examples.smallest(kind), Examples.full(kind));
        String text = Yaml.write(documents);
        assertThat(Json.write(Documents.read(text))).isEqualTo(Json.write(documents));
        GeneratedFile.at(FOLDER + "/" + kind.name() + ".yaml").mustBe(text);
    }

    @Test
    void noFileIsLeftThatNoKindMakes() throws IOException {
        assertThat(Folder.files(FOLDER))
                .containsExactlyInAnyOrderElementsOf(
                        kinds().map(kind -> kind.name() + ".yaml").toList());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void bothAreValid(Kind kind) {
        assertThatCode(() -> ResourceCodec.parse(Examples.smallest(kind), "acme"))
                .doesNotThrowAnyException();
        assertThatCode(() -> ResourceCodec.parse(Examples.full(kind), "acme")).doesNotThrowAnyException();
        assertThatCode(() -> ResourceCodec.checkStatus(
                        kind, Examples.withStatus(kind).get("status")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void withoutAnyOfItsFieldsTheSmallestWouldBeInvalid(Kind kind) {
        Map<String, Object> smallest = Examples.smallest(kind);
        for (String name : Tree.at(smallest, "spec").keySet()) {
            Map<String, Object> less = Json.readObject(Json.write(smallest));
            Tree.at(less, "spec").remove(name);
            assertThatExceptionOfType(InvalidDocumentException.class)
                    .as(name)
                    .isThrownBy(() -> ResourceCodec.parse(less, "acme"));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFullDocumentLacksOnlyWhatARuleForbids(Kind kind) {
        Schema spec = kind.schema().property("spec").orElseThrow().schema();
        Map<String, Object> full = Tree.at(Examples.full(kind), "spec");
        if (spec instanceof ObjectOf object) {
            assertThat(object.properties().stream()
                            .map(Property::name)
                            .filter(name -> !full.containsKey(name))
                            .filter(name -> object.constraints().stream()
                                    .noneMatch(rule -> rule.fields().contains(name))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatTheyReferToIsTheExampleOfThatKind(Kind kind) {
        for (Map<String, Object> example : List.of(Examples.smallest(kind), Examples.full(kind))) {
            for (Reference reference : kind.references()) {
                assertThat(Fields.places(example, reference.path()))
                        .extracting(Fields.Place::value)
                        .isSubsetOf(names(reference.kind()));
            }
        }
    }

    private static List<String> names(String kind) {
        return Stream.of(Examples.smallest(named(kind)), Examples.full(named(kind)))
                .map(document -> String.valueOf(Tree.at(document, "metadata").get("name")))
                .toList();
    }

    private static Kind named(String kind) {
        return KindRegistry.named(kind).orElseThrow();
    }

    static Stream<Kind> kinds() {
        return KindRegistry.all().stream();
    }
}
