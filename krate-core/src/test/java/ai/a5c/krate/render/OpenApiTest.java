package ai.a5c.krate.render;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenApiTest {

    @Test
    void theRootNamesEachGroupWithTheDigestOfItsDocument() {
        String hash = Digest.of(Json.write(OpenApi.v3("krate.a5c.ai"))).hex().toUpperCase(Locale.ROOT);
        assertThat(member(OpenApi.v3Root(), "paths"))
                .containsOnlyKeys("apis/krate.a5c.ai/v1alpha1", "apis/runs.krate.a5c.ai/v1alpha1")
                .containsEntry(
                        "apis/krate.a5c.ai/v1alpha1",
                        Map.of("serverRelativeURL", "/openapi/v3/apis/krate.a5c.ai/v1alpha1?hash=" + hash));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyReferenceLeadsToASchema(Map<String, Object> document) {
        Map<String, Object> schemas = document.containsKey("definitions")
                ? member(document, "definitions")
                : member(member(document, "components"), "schemas");
        Set<String> names = new TreeSet<>();
        references(document, names);
        assertThat(names).isNotEmpty().isSubsetOf(schemas.keySet());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatKubectlAsksOfAPatchIsThereForEveryKind(Kind kind) {
        String path = "/apis/%s/namespaces/{namespace}/%s/{name}"
                .formatted(kind.apiVersion(), kind.info().plural());
        Map<String, Object> patch = member(member(member(OpenApi.v3(Versions.group(kind)), "paths"), path), "patch");
        assertThat(patch)
                .containsEntry("x-kubernetes-action", "patch")
                .containsEntry(
                        "x-kubernetes-group-version-kind",
                        Map.of("group", Versions.group(kind), "version", "v1alpha1", "kind", kind.name()));
        assertThat((List<?>) patch.get("parameters"))
                .extracting(parameter -> ((Map<?, ?>) parameter).get("name"))
                .map(String::valueOf)
                .containsExactly("dryRun", "fieldManager", "fieldValidation", "force");
    }

    @Test
    void aGroupThatNobodyKnowsHasNoPaths() {
        assertThat(member(OpenApi.v3("apps"), "paths")).isEmpty();
    }

    @Test
    void noTwoOperationsHaveOneName() {
        assertThat(operations(OpenApi.v2()))
                .doesNotHaveDuplicates()
                .hasSize(KindRegistry.all().size() * 10);
    }

    private static List<Object> operations(Map<String, Object> document) {
        return member(document, "paths").values().stream()
                .flatMap(path -> ((Map<?, ?>) path).values().stream())
                .flatMap(operation -> operation instanceof Map<?, ?> map ? Stream.of(map) : Stream.empty())
                .map(operation -> operation.get("operationId"))
                .map(Object.class::cast)
                .toList();
    }

    private static void references(Object value, Set<String> names) {
        if (value instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference) {
                names.add(reference.substring(reference.lastIndexOf('/') + 1));
            }
            map.values().forEach(member -> references(member, names));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> references(item, names));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> member(Map<String, Object> map, String name) {
        return (Map<String, Object>) Objects.requireNonNull(map.get(name), name);
    }

    static Stream<Map<String, Object>> documents() {
        return Stream.of(OpenApi.v2(), OpenApi.v3("krate.a5c.ai"), OpenApi.v3("runs.krate.a5c.ai"));
    }

    static Stream<Kind> kinds() {
        return KindRegistry.all().stream();
    }
}
