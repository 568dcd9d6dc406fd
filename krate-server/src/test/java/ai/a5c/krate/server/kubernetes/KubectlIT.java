package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The real kubectl against a real server. */
@SuppressWarnings("NullAway.Init")
@ParameterizedClass
@EnumSource(Transport.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlIT {

    private static final String ORGANIZATION = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: Organization
            metadata: {name: acme, namespace: krate-system}
            spec: {slug: acme, namespaceName: krate-acme}
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: OrgNamespaceBinding
            metadata: {name: acme, namespace: krate-system}
            spec: {organizationRef: acme, namespace: krate-acme}
            """;

    @TempDir
    private static Path root;

    @Parameter
    private Transport transport;

    private LiveServer server;
    private Kubectl kubectl;
    private int minor;
    private Path files;

    @BeforeParameterizedClassInvocation
    void start() throws Exception {
        Path directory = Files.createDirectories(root.resolve(transport.scheme()));
        files = directory;
        server = LiveServer.start(directory, transport);
        kubectl = Kubectl.at(server, directory.resolve("home"));
        minor = kubectl.minor();
        kubectl.with(ORGANIZATION, "apply", "--validate=false", "-f", "-").ok();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        server.close();
    }

    private static String pool(String name, int replicas) {
        return """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: RunnerPool
                metadata: {name: %s, labels: {size: s, test: %s}}
                spec: {maxReplicas: %d, trustTier: trusted}
                """.formatted(name, name, replicas);
    }

    private Kubectl.Output make(String name) throws Exception {
        return kubectl.with(pool(name, 2), "create", "--validate=false", "-f", "-")
                .ok();
    }

    private String field(String name, String path) throws Exception {
        return kubectl.run("get", "runnerpool", name, "-o", "jsonpath={" + path + "}")
                .ok()
                .text();
    }

    private void needsSchemas() {
        assumeTrue(
                minor >= Kubectl.WITH_SCHEMAS,
                "this kubectl is 1." + minor + "; schemas need 1.27 or newer, see docs/kubernetes-clients.md");
    }

    @Test
    void itListsEveryKind() throws Exception {
        String all = kubectl.run("api-resources", "--no-headers").ok().text();
        for (Kind kind : KindRegistry.all()) {
            assertThat(all).contains(kind.info().plural() + " ").contains(kind.apiVersion());
        }
        assertThat(kubectl.run("api-versions").ok().text()).contains("krate.a5c.ai/v1alpha1\n");
        assertThat(kubectl.run("version").ok().text()).contains("v1.32.0-krate");
    }

    @Test
    void itExplainsKindsAndFields() throws Exception {
        needsSchemas();
        assertThat(kubectl.run("api-resources", "--categories=krate", "-o", "name")
                        .ok()
                        .text()
                        .lines())
                .hasSize(KindRegistry.all().size());
        assertThat(kubectl.run("explain", "runnerpools").ok().text())
                .contains("GROUP:      krate.a5c.ai", "KIND:       RunnerPool", "VERSION:    v1alpha1", "spec");
        assertThat(kubectl.run("explain", "runnerpools.spec.maxReplicas").ok().text())
                .contains("FIELD: maxReplicas <integer>", "at the same time");
        for (Kind kind : KindRegistry.all()) {
            assertThat(kubectl.run("explain", kind.info().plural() + "." + Subject.group(kind), "--recursive")
                            .ok()
                            .text()
                            .replaceAll("\\s+", " "))
                    .contains(" spec <Object>")
                    .contains(kind.info().doc());
        }
    }

    @Test
    void itAppliesWhatChanged() throws Exception {
        String[] apply = {"apply", "-f", "-"};
        needsSchemas();
        assertThat(kubectl.with(pool("applied", 2), apply).ok().text())
                .isEqualTo("runnerpool.krate.a5c.ai/applied created\n");
        assertThat(kubectl.with(pool("applied", 2), apply).ok().text())
                .isEqualTo("runnerpool.krate.a5c.ai/applied unchanged\n");
        Kubectl.Output diff = kubectl.with(pool("applied", 3), "diff", "-f", "-");
        assertThat(diff.code()).as(diff.text()).isEqualTo(1);
        assertThat(diff.text()).contains("-  maxReplicas: 2\n", "+  maxReplicas: 3\n");
        assertThat(kubectl.with(pool("applied", 3), apply).ok().text())
                .isEqualTo("runnerpool.krate.a5c.ai/applied configured\n");
        assertThat(kubectl.with(pool("applied", 3), "diff", "-f", "-").code()).isZero();
        assertThat(kubectl.with(pool("applied", 9), "apply", "--dry-run=server", "-f", "-")
                        .ok()
                        .text())
                .isEqualTo("runnerpool.krate.a5c.ai/applied configured (server dry run)\n");
        assertThat(field("applied", ".spec.maxReplicas")).isEqualTo("3");
    }

    @Test
    void itAppliesFieldsThatOthersOwnOnlyByForce() throws Exception {
        needsSchemas();
        String[] apply = {"apply", "--server-side", "--field-manager=first", "-f", "-"};
        assertThat(kubectl.with(pool("fields", 2), apply).ok().text())
                .isEqualTo("runnerpool.krate.a5c.ai/fields serverside-applied\n");
        String[] other = {"apply", "--server-side", "--field-manager=second", "-f", "-"};
        Kubectl.Output conflict = kubectl.with(pool("fields", 3), other);
        assertThat(conflict.code()).isEqualTo(1);
        assertThat(conflict.text())
                .contains("Apply failed with 1 conflict: conflict with \"first\"", ".spec.maxReplicas");
        String[] force = {"apply", "--server-side", "--force-conflicts", "--field-manager=second", "-f", "-"};
        kubectl.with(pool("fields", 3), force).ok();
        assertThat(field("fields", ".spec.maxReplicas")).isEqualTo("3");
        assertThat(kubectl.run("get", "runnerpool", "fields", "-o", "yaml", "--show-managed-fields")
                        .ok()
                        .text())
                .contains("manager: first", "manager: second", "f:maxReplicas");
    }

    @Test
    void aWrongDocumentIsRefusedWithEveryFault() throws Exception {
        String wrong = pool("wrong", 2).replace("maxReplicas: 2", "maxReplica: 2");
        Kubectl.Output output = kubectl.with(wrong, "create", "--validate=false", "-f", "-");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.text())
                .contains("The RunnerPool \"wrong\" is invalid")
                .contains("* spec.maxReplica: unknown field; did you mean 'maxReplicas'?")
                .contains("* spec.maxReplicas: required");
        assertThat(kubectl.run("get", "runnerpool", "wrong").text())
                .isEqualTo("Error from server (NotFound): runnerpools.krate.a5c.ai \"wrong\" not found\n");
        make("twice");
        assertThat(kubectl.with(pool("twice", 2), "create", "--validate=false", "-f", "-")
                        .text())
                .contains("(AlreadyExists)", "runnerpools.krate.a5c.ai \"twice\" already exists");
    }

    @Test
    void itShowsThemInEveryForm() throws Exception {
        make("shown");
        assertThat(kubectl.run("get", "pool", "shown").ok().text())
                .matches("(?s)NAME +RUNTIME .*AGE *\nshown +process .*[0-9]+s *\n");
        assertThat(kubectl.run("get", "pool", "shown", "-o", "wide").ok().text())
                .startsWith("NAME ");
        assertThat(kubectl.run("get", "pool", "shown", "-o", "yaml").ok().text())
                .contains("apiVersion: krate.a5c.ai/v1alpha1\n", "kind: RunnerPool\n", "  maxReplicas: 2\n");
        assertThat(kubectl.run("get", "pool", "shown", "-o", "json").ok().text())
                .contains("\"maxReplicas\": 2");
        assertThat(kubectl.run("get", "pool", "-o", "name", "-l", "test in (shown)")
                        .ok()
                        .text())
                .isEqualTo("runnerpool.krate.a5c.ai/shown\n");
        assertThat(kubectl.run("get", "pool", "-o", "name", "--field-selector", "metadata.name=shown")
                        .ok()
                        .text())
                .isEqualTo("runnerpool.krate.a5c.ai/shown\n");
        assertThat(kubectl.run("get", "pool", "-A", "-o", "name", "--chunk-size=1", "-l", "size=s")
                        .ok()
                        .text())
                .contains("runnerpool.krate.a5c.ai/shown\n");
        assertThat(kubectl.run("get", "krate", "-o", "name").ok().text()).contains("runnerpool.krate.a5c.ai/shown\n");
        assertThat(kubectl.run("describe", "pool", "shown").ok().text()).contains("Max Replicas:      2");
        assertThat(kubectl.run("get", "namespaces", "-o", "name").ok().text())
                .isEqualTo("namespace/krate-acme\nnamespace/krate-system\n");
    }

    @Test
    void itWatches() throws Exception {
        make("watched");
        Process watch = kubectl.start(
                "get", "pool", "-l", "test=watched", "-w", "--no-headers", "-o", "name", "--request-timeout=5s");
        kubectl.run("label", "pool", "watched", "more=1").ok();
        kubectl.run("delete", "pool", "watched").ok();
        assertThat(Kubectl.finished(watch, "get -w")
                        .text()
                        .lines()
                        .filter("runnerpool.krate.a5c.ai/watched"::equals)
                        .count())
                .isBetween(2L, 3L);
    }

    @Test
    void itChangesThem() throws Exception {
        make("changed");
        kubectl.run("patch", "pool", "changed", "--type=merge", "-p", "{\"spec\":{\"maxReplicas\":4}}")
                .ok();
        assertThat(field("changed", ".spec.maxReplicas")).isEqualTo("4");
        String operations = "[{\"op\":\"test\",\"path\":\"/spec/maxReplicas\",\"value\":4},"
                + "{\"op\":\"replace\",\"path\":\"/spec/maxReplicas\",\"value\":5}]";
        kubectl.run("patch", "pool", "changed", "--type=json", "-p", operations).ok();
        assertThat(field("changed", ".spec.maxReplicas")).isEqualTo("5");
        assertThat(kubectl.run("patch", "pool", "changed", "--type=json", "-p", operations)
                        .code())
                .isEqualTo(1);
        assertThat(kubectl.run("label", "pool", "changed", "team=blue").ok().text())
                .isEqualTo("runnerpool.krate.a5c.ai/changed labeled\n");
        assertThat(kubectl.run("annotate", "pool", "changed", "example.org/note=why")
                        .ok()
                        .text())
                .contains("annotate");
        assertThat(field("changed", ".metadata.labels.team")).isEqualTo("blue");
        assertThat(field("changed", ".metadata.annotations.example\\.org/note")).isEqualTo("why");
        assertThat(kubectl.with(pool("changed", 6), "replace", "--validate=false", "-f", "-")
                        .ok()
                        .text())
                .isEqualTo("runnerpool.krate.a5c.ai/changed replaced\n");
        assertThat(field("changed", ".spec.maxReplicas")).isEqualTo("6");
    }

    @Test
    void itEdits() throws Exception {
        make("edited");
        editor("sed -i 's/maxReplicas: 2/maxReplicas: 7/' \"$1\"");
        assertThat(kubectl.run("edit", "pool", "edited", "--validate=false")
                        .ok()
                        .text())
                .contains("runnerpool.krate.a5c.ai/edited edited");
        assertThat(field("edited", ".spec.maxReplicas")).isEqualTo("7");
    }

    private void editor(String line) throws IOException {
        Path editor = files.resolve("home/editor");
        Files.writeString(editor, "#!/bin/sh\n" + line + "\n");
        assertThat(editor.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void itWaitsUntilAConditionHolds() throws Exception {
        needsSchemas();
        make("waited");
        Process wait = kubectl.start("wait", "--for=condition=Ready", "pool/waited", "--timeout=30s");
        assertThat(wait.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        String ready = "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"Tested\","
                + "\"message\":\"\",\"observedGeneration\":1,\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}}";
        String path = "/apis/krate.a5c.ai/v1alpha1/namespaces/krate-acme/runnerpools/waited/status";
        Path file = Files.writeString(files.resolve("ready.json"), ready);
        kubectl.run("patch", "pool", "waited", "--subresource=status", "--type=merge", "--patch-file", file.toString())
                .ok();
        assertThat(kubectl.run("get", "--raw", path).ok().text()).contains("\"reason\":\"Tested\"");
        assertThat(Kubectl.finished(wait, "wait").ok().text())
                .isEqualTo("runnerpool.krate.a5c.ai/waited condition met\n");
    }

    @Test
    void itDeletes() throws Exception {
        make("deleted");
        assertThat(kubectl.run("delete", "pool", "deleted", "--dry-run=server")
                        .ok()
                        .text())
                .contains("runnerpool.krate.a5c.ai \"deleted\" deleted (server dry run)");
        assertThat(kubectl.run("delete", "pool", "-l", "test=deleted").ok().text())
                .contains("runnerpool.krate.a5c.ai \"deleted\" deleted");
        assertThat(kubectl.run("get", "pool", "deleted", "--ignore-not-found")
                        .ok()
                        .text())
                .isEmpty();
    }

    @Test
    void itAsksWhatItMayDo() throws Exception {
        assertThat(kubectl.run("auth", "can-i", "create", "agentstacks", "-n", "krate-acme")
                        .ok()
                        .text())
                .isEqualTo("yes\n");
        assertThat(kubectl.run("auth", "can-i", "create", "agentstacks", "-n", "other")
                        .code())
                .isEqualTo(1);
        assertThat(kubectl.run("auth", "can-i", "--list", "-n", "krate-acme")
                        .ok()
                        .text())
                .contains("agentstacks.krate.a5c.ai");
        if (minor >= Kubectl.WITH_SCHEMAS) {
            assertThat(kubectl.run("auth", "whoami").ok().text()).contains("first-administrator");
        }
    }
}
