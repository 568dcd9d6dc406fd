package ai.a5c.krate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Mode;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceCodecTest {

    @Test
    void everyQuickstartResourceSurvivesTheWayInAndOut() throws IOException {
        List<Resource> resources = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../examples/quickstart/resources"))) {
            for (Path file : files.sorted().toList()) {
                Documents.read(Files.readString(file))
                        .forEach(document -> resources.add(ResourceCodec.parse(document, "acme")));
            }
        }
        assertThat(resources).hasSize(9);
        for (Resource resource : resources) {
            Kind kind = KindRegistry.of(resource.getClass());
            assertThat(ResourceCodec.read(kind, ResourceCodec.write(resource))).isEqualTo(resource);
        }
    }

    @Test
    void entriesThatAreEmptyTextsAndEmptyObjectsInAnyValueSurvive() {
        Map<String, Object> document = rule("{}");
        document.put("metadata", Documents.read("""
                name: r
                labels: { empty: "" }
                managedFields:
                - manager: m
                  operation: Apply
                  fieldsType: FieldsV1
                  fieldsV1: { f:spec: { f:agentStack: {} } }
                """).get(0));
        Kind kind = KindRegistry.of(AgentTriggerRule.class);
        assertThat(ResourceCodec.write(ResourceCodec.read(kind, document)).get("metadata"))
                .hasToString("{name=r, generation=0, labels={empty=}, managedFields=[{manager=m, operation=Apply, "
                        + "fieldsType=FieldsV1, fieldsV1={f:spec={f:agentStack={}}}}]}");
    }

    @Test
    void absentFieldsMeanTheirDefaults() {
        AgentTriggerRule rule = (AgentTriggerRule) ResourceCodec.parse(rule("{}"), "acme");
        assertThat(rule.spec().concurrencyPolicy().mode()).isEqualTo(Mode.COALESCE);
        assertThat(rule.spec().concurrencyPolicy().maxActivePerWorkItem()).isEqualTo(1);
        assertThat(rule.spec().approvalPolicy().expiresAfter()).isEqualTo("24h");
        assertThat(rule.spec().match().mention()).isEmpty();
        assertThat(rule.metadata().namespace()).isEqualTo("acme");
    }

    @Test
    void everyFaultIsReportedWithItsPathAndWhatIsAllowed() {
        Map<String, Object> document = Documents.read("""
                apiVersion: krate.a5c.ai/v2
                kind: AgentStack
                metadata: { name: Upper Case, labels: { a: "not ok!" }, nmae: x }
                spec:
                  baseAgent: claude-code
                  adaptor: claude
                  command: claude
                  approvalMode: atuo
                  runtimeIdentity: {}
                  limits: { wallClock: soon, outputBytes: "7" }
                  requiredSecrets: [ { name: x, keys: [k], purpose: p, value: hunter2 } ]
                extra: 1
                """).get(0);
        assertThatThrownBy(() -> ResourceCodec.parse(document, "acme"))
                .isInstanceOfSatisfying(
                        InvalidDocumentException.class,
                        e -> assertThat(e.faults())
                                .extracting(fault -> fault.path() + ": " + fault.message())
                                .containsExactlyInAnyOrder(
                                        "$.apiVersion: 'krate.a5c.ai/v2' is no version of AgentStack; expected 'krate.a5c.ai/v1alpha1'",
                                        "$.extra: unknown field; known are apiVersion, kind, metadata, spec, status",
                                        "$.metadata.nmae: unknown field; did you mean 'name'?",
                                        "$.metadata.name: no name; expected at most 253 lower case letters, digits, '-' and '.'",
                                        "$.metadata.labels.a: no label value; expected at most 63 letters, digits, '-', '_', '.'",
                                        "$.spec.adaptor: unknown field; did you mean 'adapter'?",
                                        "$.spec.adapter: required; expected text",
                                        "$.spec.command: expected a list, got text",
                                        "$.spec.approvalMode: unknown value 'atuo'; did you mean 'auto'?",
                                        "$.spec.runtimeIdentity.serviceAccountRef: required; expected text",
                                        "$.spec.limits.wallClock: 'soon' is no length of time; expected such as 30m, 2h, 7d",
                                        "$.spec.limits.outputBytes: expected a whole number, got text",
                                        "$.spec.requiredSecrets[0].value: looks like a secret value; only references are allowed here")
                                .doesNotContain("hunter2"));
    }

    @Test
    void anUnknownKindNamesTheNearestOne() {
        assertThatThrownBy(() -> ResourceCodec.parse(
                        Documents.read(
                                        "{apiVersion: krate.a5c.ai/v1alpha1, kind: AgentStak, metadata: {name: a}, spec: {}}")
                                .get(0),
                        "acme"))
                .hasMessageContaining("$.kind: unknown kind 'AgentStak'; did you mean 'AgentStack'?");
    }

    @ParameterizedTest
    @MethodSource
    void refusesYamlThatCouldHarm(String text, String message) {
        assertThatThrownBy(() -> Documents.read(text))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> refusesYamlThatCouldHarm() {
        return Stream.of(
                Arguments.of("a: 1\na: 2\n", "duplicate key"),
                Arguments.of("[".repeat(20_000), "nests deeper than 50 levels"),
                Arguments.of("x".repeat(300_000), "longer than 256 KiB"),
                Arguments.of("just text", "a resource is an object"),
                Arguments.of("a: !!java.io.File [x]", "the tag 'java.io.File' is not allowed at line 1, column 4"));
    }

    @Test
    void kindsAreFoundByTheirNamesInAnyCase() {
        assertThat(KindRegistry.meant("STACK")).get().extracting(Kind::type).isEqualTo(AgentStack.class);
        assertThat(KindRegistry.meant("agentstacks")).isPresent();
        assertThat(KindRegistry.meant("nothing")).isEmpty();
    }

    @Test
    void everyReferenceNamesAKindAndEveryFieldIsDocumented() {
        for (Kind kind : KindRegistry.all()) {
            everyFieldIsDocumented(kind.schema(), kind.name());
        }
    }

    private static void everyFieldIsDocumented(Schema.ObjectOf object, String path) {
        for (Schema.Property property : object.properties()) {
            String at = path + "." + property.name();
            if (property.schema() instanceof Schema.ObjectOf inner) {
                everyFieldIsDocumented(inner, at);
            } else {
                assertThat(property.ref())
                        .as(at)
                        .satisfiesAnyOf(
                                ref -> assertThat(ref).isEmpty(),
                                ref -> assertThat(KindRegistry.named(ref)).isPresent());
            }
            if (!at.endsWith(".spec") && !at.endsWith(".status") && !at.contains("conditions")) {
                assertThat(property.doc()).as(at).isNotBlank();
            }
        }
    }

    private static Map<String, Object> rule(String match) {
        return Documents.read("""
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentTriggerRule
                metadata: { name: r }
                spec: { sources: [issue-comment], agentStack: s, taskKind: review, match: %s }
                """.formatted(match)).get(0);
    }
}
