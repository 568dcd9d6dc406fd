package io.jenkins.plugins.krate.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import io.jenkins.plugins.krate.engine.DispatchOrder;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine in a controller keeps, takes up again, and does not take. */
class ControllerKrateTest {

    @TempDir
    private Path directory;

    private EmbeddedScene scene;

    @BeforeEach
    void open() {
        scene = new EmbeddedScene(directory);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static DispatchOrder order(String key, String stack) {
        return new DispatchOrder(
                key, stack, "diagnosis", "Why does the build fail?", "app", "", "", List.of(), List.of(), "", 0);
    }

    @Test
    void whatItKeepsIsForItsOwnerAlone() throws IOException {
        scene.controller();
        Path home = directory.resolve("krate");

        assertThat(permissions(home)).isEqualTo("rwx------");
        for (String file : List.of("krate.db", "marker-key")) {
            assertThat(permissions(home.resolve(file))).as(file).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aSecondEngineDoesNotTakeTheSameDirectory() {
        scene.controller();

        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> scene.open(scene.settings()))
                .withMessageContaining("another engine uses ")
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("TAKEN"));
    }

    @Test
    void anAgentThatDiedWithItsControllerIsTriedAgainOnceAndItsRunEndsOnce() {
        EmbeddedEngine engine = new EmbeddedEngine(scene.controller());
        String id = engine.dispatch(order("one", "once")).id();
        Awaitility.await()
                .until(() ->
                        scene.machines().started().size() == 1 && engine.run(id).phase() == Phase.RUNNING);

        scene.crash();

        EmbeddedEngine next = new EmbeddedEngine(scene.controller());
        Awaitility.await().until(() -> next.run(id).phase().isFinal());
        assertThat(next.run(id).phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(next.run(id).summary()).isEqualTo("The cause is found.");
        assertThat(scene.machines().started()).hasSize(2);
        AgentDispatchRun run = scene.controller()
                .krate()
                .resources()
                .get(AgentDispatchRun.class, "default", id)
                .orElseThrow();
        assertThat(run.status().attempts()).isEqualTo(2);
        assertThat(next.run(id).artifacts().stream()
                        .filter(artifact -> artifact.kind().equals("diagnosis"))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void noSecretStandsInArgumentsOrInWhatIsKept() throws IOException {
        EmbeddedEngine engine = new EmbeddedEngine(scene.controller());
        RunView made = engine.dispatch(order("two", "secretive"));
        assertThat(made.reasons()).isEmpty();
        String id = made.id();
        Awaitility.await().until(() -> engine.run(id).phase().isFinal());
        scene.stop();

        assertThat(scene.machines().started().toString()).doesNotContain("a-token-of-the-model");
        try (Stream<Path> files = Files.walk(directory.resolve("krate"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().endsWith(".so"))
                    .filter(file -> !file.toString().contains("node-sessions"))
                    .toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("a-token-of-the-model");
            }
        }
    }

    @Test
    void documentsAreAppliedTogetherOrNotAtAll() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("documents"));
        Files.writeString(folder.resolve("pool.yaml"), pool("large", 7));
        EmbeddedSettings settings = scene.settings()
                .withDocuments(Optional.of(folder), scene.settings().documents());
        try (ControllerKrate controller = scene.open(settings)) {
            assertThat(controller.faults()).isEmpty();
            assertThat(maximum(controller)).isEqualTo(7);

            Files.writeString(folder.resolve("pool.yaml"), pool("large", 8));
            Files.writeString(folder.resolve("stack.yaml"), """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentStack
                metadata: { name: broken }
                spec: { baseAgent: script, adapter: command, runnerPool: nowhere, colour: red }
                """);
            assertThat(controller.refresh())
                    .anySatisfy(fault ->
                            assertThat(fault).startsWith("stack.yaml, document 1: $.spec.colour: unknown field"));
            assertThat(maximum(controller)).isEqualTo(7);
            assertThat(controller.refresh()).isNotEmpty();

            Files.delete(folder.resolve("stack.yaml"));
            assertThat(controller.refresh()).isEmpty();
            assertThat(maximum(controller)).isEqualTo(8);
            assertThat(controller.krate().resources().get(AgentStack.class, "default", "broken"))
                    .isEmpty();
        }
    }

    private static String pool(String name, int most) {
        return """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: RunnerPool
            metadata: { name: %s }
            spec: { runtime: jenkins-node, maxReplicas: %d, trustTier: trusted, serviceAccountRef: reader }
            """.formatted(name, most);
    }

    private static int maximum(ControllerKrate controller) {
        return controller
                .krate()
                .resources()
                .get(ai.a5c.krate.kind.agents.RunnerPool.class, "default", "large")
                .orElseThrow()
                .spec()
                .maxReplicas();
    }

    @Test
    void aFolderThatIsNotThereAndALinkOutOfItAreToldAndNothingIsApplied() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("documents"));
        Path outside = Files.writeString(directory.resolve("outside.yaml"), pool("large", 3));
        Files.createSymbolicLink(folder.resolve("pool.yaml"), outside);
        try (ControllerKrate controller =
                scene.open(EmbeddedSettings.in(directory.resolve("one")).withDocuments(Optional.of(folder), ""))) {
            assertThat(controller.faults()).containsExactly("pool.yaml is a link out of the folder; put a copy there");
        }
        Path nowhere = directory.resolve("nowhere");
        try (ControllerKrate controller =
                scene.open(EmbeddedSettings.in(directory.resolve("two")).withDocuments(Optional.of(nowhere), ""))) {
            assertThat(controller.faults()).containsExactly("there is no folder " + nowhere);
            assertThat(new EmbeddedEngine(controller).info().warning())
                    .isEqualTo("the resource documents are not applied: there is no folder " + nowhere);
        }
    }

    @Test
    void whereNoNodeIsOnlineARunWaitsAndGoesOnWhenOneComes() {
        scene.machines().goAway();
        EmbeddedEngine engine = new EmbeddedEngine(scene.controller());
        String id = engine.dispatch(order("three", "diagnose")).id();
        Awaitility.await()
                .untilAsserted(() -> assertThat(scene.controller()
                                .krate()
                                .resources()
                                .all(AgentDispatchAttempt.class, "default")
                                .toString())
                        .contains("no machine is online"));
        assertThat(engine.run(id).phase().isFinal()).isFalse();

        scene.machines().comeBack();

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> engine.run(id).phase().isFinal());
        assertThat(engine.run(id).phase()).isEqualTo(Phase.SUCCEEDED);
    }
}
