package ai.a5c.krate.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.validate.InvalidDocumentException;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The CRDs on a real API server, named by {@code KRATE_IT_KUBECONFIG}: it accepts each of them and each example, and it
 * refuses every document of the invalid corpus that a schema or a rule can catch. Documents are only tried, in a namespace
 * of their own; the CRDs stay.
 */
@EnabledIfEnvironmentVariable(named = "KRATE_IT_KUBECONFIG", matches = ".+")
class RealApiServerIT {

    private static final String NAMESPACE = "krate-it";
    private static final Pattern END_OF_CASE = Pattern.compile("(?m)^-{10,}$");
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(new File(System.getenv("KRATE_IT_KUBECONFIG"))))
            .build();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void itTakesEveryDefinitionAndJudgesDocumentsAsKrateDoes() throws IOException {
        List<Kind> kinds = KindRegistry.all().stream()
                .filter(kind -> kind.info().storage() == Storage.CONFIG)
                .toList();
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .serverSideApply();
        for (Kind kind : kinds) {
            define(kind);
        }
        List<String> wrong = new ArrayList<>();
        for (Kind kind : kinds) {
            for (Map<String, Object> example :
                    Documents.read(Files.readAllBytes(Path.of("../examples/kinds/" + kind.name() + ".yaml")))) {
                refusal(example).ifPresent(refusal -> wrong.add("refused: %s%n%s".formatted(example, refusal)));
            }
        }
        int tried = 0;
        for (Map<String, Object> document : invalid()) {
            tried++;
            if (refusal(document).isEmpty()) {
                wrong.add("accepted: " + document);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(50);
    }

    private void define(Kind kind) throws IOException {
        Path file = Path.of("../charts/krate/crds/%s.krate.a5c.ai.yaml"
                .formatted(kind.info().plural()));
        CustomResourceDefinition definition =
                Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
        Resource<CustomResourceDefinition> resource = client.resource(definition);
        resource.forceConflicts().serverSideApply();
        await(kind.name()).atMost(Duration.ofSeconds(60)).until(() -> isEstablished(resource.get()));
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return definition.getStatus() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    /** Why the API server would not create it; empty if it would. */
    private Optional<String> refusal(Map<String, Object> document) {
        Map<String, Object> placed = new LinkedHashMap<>(document);
        placed.put("metadata", Map.of("name", "tried", "namespace", NAMESPACE));
        try {
            client.resource(Serialization.unmarshal(Json.write(placed), GenericKubernetesResource.class))
                    .dryRun()
                    .fieldValidation(FieldValidateable.Validation.STRICT)
                    .create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The documents of the corpus whose schema or rules already tell that they are wrong. */
    private static List<Map<String, Object>> invalid() throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/invalid"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                END_OF_CASE
                        .splitAsStream(Files.readString(file))
                        .flatMap(RealApiServerIT::documents)
                        .filter(RealApiServerIT::isCaught)
                        .forEach(documents::add);
            }
        }
        return documents;
    }

    private static Stream<Map<String, Object>> documents(String text) {
        try {
            return Documents.read(text).stream();
        } catch (InvalidDocumentException e) {
            return Stream.empty();
        }
    }

    private static boolean isCaught(Map<String, Object> document) {
        return KindRegistry.named(String.valueOf(document.get("kind")))
                .filter(kind -> kind.info().storage() == Storage.CONFIG)
                .filter(kind -> kind.apiVersion().equals(document.get("apiVersion")))
                .filter(kind -> document.get("spec") instanceof Map)
                .filter(kind -> isRefusedBySchema(kind, document))
                .isPresent();
    }

    private static boolean isRefusedBySchema(Kind kind, Map<String, Object> document) {
        Map<String, Object> only = new LinkedHashMap<>();
        only.put("apiVersion", kind.apiVersion());
        only.put("kind", kind.name());
        only.put("metadata", Map.of("name", "tried"));
        only.put("spec", document.get("spec"));
        return !SCHEMAS.getSchema(Json.write(JsonSchemas.of(kind)))
                .validate(Json.write(only), InputFormat.JSON)
                .isEmpty();
    }
}
