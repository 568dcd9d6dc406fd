package ai.a5c.krate.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.testkit.GeneratedFile;
import com.google.re2j.Pattern;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CustomResourceDefinitionsTest {

    private static final String FOLDER = "charts/krate/crds";

    @ParameterizedTest
    @MethodSource("kinds")
    void theFileIsWhatTheKindMakes(Kind kind) throws IOException {
        Map<String, Object> definition = CustomResourceDefinitions.of(kind);
        String text = Yaml.write(definition);
        assertThat(Json.write(Documents.read(text))).isEqualTo(Json.write(List.of(definition)));
        GeneratedFile.at(FOLDER + "/" + CustomResourceDefinitions.fileName(kind) + ".yaml")
                .mustBe(text);
    }

    @Test
    void noFileIsLeftThatNoKindMakes() throws IOException {
        assertThat(Folder.files(FOLDER))
                .containsExactlyInAnyOrderElementsOf(
                        kinds().map(kind -> CustomResourceDefinitions.fileName(kind) + ".yaml")
                                .toList());
    }

    @Test
    void anExecutionKindIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CustomResourceDefinitions.of(KindRegistry.of(AgentDispatchRun.class)))
                .withMessage("AgentDispatchRun is an execution kind, which is no CRD");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSchemaIsStructural(Kind kind) {
        Tree.schemas(schema(kind)).forEach(node -> {
            assertThat(node.containsKey("type") || node.containsKey("x-kubernetes-preserve-unknown-fields"))
                    .as(node.toString())
                    .isTrue();
            assertThat(node.containsKey("properties") && node.containsKey("additionalProperties"))
                    .isFalse();
            assertThat(node.containsKey("$ref")).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aDefaultThatIsAnObjectMissesNothingRequired(Kind kind) {
        Tree.schemas(schema(kind))
                .filter(node -> node.get("default") instanceof Map<?, ?>)
                .forEach(node -> assertThat(node).as(node.toString()).doesNotContainKey("required"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theKeyOfAListIsRequiredInItsItems(Kind kind) {
        Tree.schemas(schema(kind))
                .filter(node -> node.containsKey("x-kubernetes-list-map-keys"))
                .forEach(node -> assertThat(Tree.list(Tree.at(node, "items"), "required"))
                        .containsAll(Tree.list(node, "x-kubernetes-list-map-keys")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void patternsAndMessagesAreSuchAsKubernetesTakes(Kind kind) {
        Tree.schemas(schema(kind)).forEach(node -> {
            if (node.get("pattern") instanceof String pattern) {
                assertThat(Pattern.compile(pattern).pattern()).startsWith("^").endsWith("$");
            }
            if (node.get("x-kubernetes-validations") instanceof List<?> rules) {
                assertThat(rules)
                        .allSatisfy(rule -> assertThat(String.valueOf(((Map<?, ?>) rule).get("message")))
                                .doesNotContain("\n")
                                .hasSizeLessThan(2048));
            }
        });
    }

    @Test
    void whatMayNotChangeIsSaidAtTheNearestPlaceThatIsAlwaysThere() {
        assertThat(rules(KindRegistry.of(AgentStack.class)))
                .contains(Map.of(
                        "rule",
                        "!(has(oldSelf.organizationRef) && size(oldSelf.organizationRef) > 0)"
                                + " || (has(self.organizationRef) && self.organizationRef == oldSelf.organizationRef)",
                        "message",
                        "organizationRef may not change once it is set"));
    }

    @Test
    void whatMustHoldBetweenFieldsIsSaidInTheWordsOfValidation() {
        assertThat(rules(KindRegistry.of(AgentMcpServer.class)))
                .contains(Map.of(
                        "rule",
                        "!(has(self.transport) && self.transport in ['stdio'])"
                                + " || (has(self.command) && size(self.command) > 0)",
                        "message",
                        "command is required when transport is stdio"));
    }

    private static List<Object> rules(Kind kind) {
        return Tree.list(spec(kind), "x-kubernetes-validations");
    }

    static Map<String, Object> spec(Kind kind) {
        return Tree.at(Tree.at(schema(kind), "properties"), "spec");
    }

    private static Map<String, Object> schema(Kind kind) {
        Map<?, ?> spec = Tree.at(CustomResourceDefinitions.of(kind), "spec");
        Map<?, ?> version = (Map<?, ?>) Tree.list(spec, "versions").get(0);
        return Tree.at(Tree.at(version, "schema"), "openAPIV3Schema");
    }

    static Stream<Kind> kinds() {
        return KindRegistry.all().stream().filter(kind -> kind.info().storage() == Storage.CONFIG);
    }
}
