package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.observe.KrateEvent.StepFailed;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import ai.a5c.krate.testkit.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deliveries lost is found at the forge: each event is decided once, however it came. */
class ReconcilingTest {

    private static final Duration SWEEP = Duration.ofMinutes(3);

    private final AtomicInteger scenes = new AtomicInteger();

    @TempDir
    private Path directory;

    @Test
    void aCommentWhoseDeliveryIsLostIsFoundAndDecidedOnce() {
        try (GiteaScene scene = scene()) {
            scene.forge.loseDeliveries(delivery -> true);
            scene.forge.as("alice").say(1, "@claude fix this");
            scene.settle();
            assertThat(scene.deliveries()).isEmpty();
            scene.pass(SWEEP);
            scene.pass(SWEEP);
            assertThat(scene.deliveries()).singleElement().satisfies(delivery -> {
                assertThat(delivery.spec().signature()).isEqualTo("polled");
                assertThat(delivery.spec().eventType()).isEqualTo("issue_comment");
                assertThat(delivery.status().decision()).isEqualTo("created");
            });
            assertThat(scene.all(AgentTriggerExecution.class)).hasSize(1);
        }
    }

    @Test
    void whatWasDeliveredIsNotStoredAgain() {
        try (GiteaScene scene = scene()) {
            scene.forge.as("alice").say(1, "@claude fix this");
            scene.forge.as("alice").open("Broken", "@claude fix this, too");
            scene.forge.as("alice").label(2, "bug");
            scene.forge.as("alice").openPull("Change", "@claude look", "feature/x", "e".repeat(40));
            scene.settle();
            int delivered = scene.deliveries().size();
            scene.pass(SWEEP);
            assertThat(scene.deliveries())
                    .hasSize(delivered)
                    .extracting(delivery -> delivery.spec().signature())
                    .containsOnly("valid");
        }
    }

    @Test
    void issuesLabelsAndPullRequestsAreFoundAsTheyWouldHaveBeenDelivered() {
        try (GiteaScene scene = scene()) {
            scene.forge.loseDeliveries(delivery -> true);
            scene.forge.as("alice").open("Broken", "@claude fix this");
            scene.forge.as("alice").label(2, "bug");
            scene.forge.as("alice").openPull("Change", "@claude look", "feature/x", "e".repeat(40));
            scene.forge.as("alice").say(3, "@claude and this");
            scene.pass(SWEEP);
            assertThat(scene.deliveries())
                    .extracting(delivery ->
                            delivery.spec().eventType() + " " + delivery.spec().subject())
                    .containsExactlyInAnyOrder(
                            "issues acme/app#issue/8",
                            "issue_label acme/app#issue/2",
                            "pull_request acme/app#pull-request/9",
                            "pull_request_comment acme/app#pull-request/3");
            assertThat(sources(scene)).containsExactlyInAnyOrderElementsOf(uidsOfHooks(scene));
        }
    }

    @Test
    void anotherHeadIsFoundOnceItIsKnownWhereThePullRequestWas() {
        try (GiteaScene scene = scene()) {
            long pull = scene.forge.as("alice").openPull("Change", "look", "feature/x", "e".repeat(40));
            scene.pass(SWEEP);
            scene.forge.loseDeliveries(delivery -> true);
            scene.forge.as("alice").push(pull, "f".repeat(40));
            scene.pass(SWEEP);
            scene.pass(SWEEP);
            assertThat(scene.deliveries())
                    .extracting(delivery ->
                            delivery.spec().eventType() + " " + delivery.spec().signature())
                    .containsExactlyInAnyOrder("pull_request valid", "pull_request_sync polled");
        }
    }

    @Test
    void aCommentThatWasEditedBeforeItWasFoundIsNobodysRequest() {
        try (GiteaScene scene = scene()) {
            scene.forge.loseDeliveries(delivery -> true);
            long comment = scene.forge.as("mallory").say(1, "nothing").id();
            scene.now.updateAndGet(now -> now.plusSeconds(5));
            scene.forge.as("alice").edit(comment, "@claude fix this");
            scene.pass(SWEEP);
            scene.pass(SWEEP);
            assertThat(scene.deliveries())
                    .extracting(delivery -> delivery.status().decision())
                    .containsExactlyInAnyOrder("unmatched", "superseded");
        }
    }

    @Test
    void aForgeWhoseClockIsFarOffLosesNothing() {
        for (Duration skew : List.of(Duration.ofHours(-3), Duration.ofHours(3))) {
            try (GiteaScene scene = new GiteaScene(directory.resolve("skew" + skew.toHours()), skew).begun()) {
                scene.forge.loseDeliveries(delivery -> true);
                for (int count = 0; count < 4; count++) {
                    scene.forge.as("alice").say(1, "@claude fix this " + count);
                    scene.pass(Duration.ofMinutes(3));
                }
                assertThat(scene.all(AgentTriggerExecution.class))
                        .as("skew %s", skew)
                        .hasSize(4);
            }
        }
    }

    @Test
    void aRestartGoesOnWhereItWas() {
        try (GiteaScene scene = scene()) {
            scene.forge.as("alice").say(1, "@claude fix this");
            scene.pass(SWEEP);
            scene.forge.loseDeliveries(delivery -> true);
            scene.forge.as("alice").say(1, "@claude fix that");
            scene.krate.close();
            scene.now.updateAndGet(now -> now.plus(Duration.ofHours(9)));
            scene.krate = scene.start();
            scene.pass(SWEEP);
            assertThat(scene.all(AgentTriggerExecution.class)).hasSize(2);
        }
    }

    @Test
    void manyPagesAreReadGently() {
        try (GiteaScene scene = scene()) {
            scene.forge.loseDeliveries(delivery -> true);
            for (int count = 0; count < 45; count++) {
                scene.forge.as("alice").say(1 + count % 2, "@claude fix this " + count);
            }
            scene.pass(SWEEP);
            assertThat(scene.all(AgentTriggerExecution.class)).hasSize(45);
        }
    }

    @Test
    void aForgeThatFailsIsAskedLessOftenAndCaughtUpWith() {
        try (GiteaScene scene = scene()) {
            scene.forge.loseDeliveries(delivery -> true);
            scene.forge.as("alice").say(1, "@claude fix this");
            for (int count = 0; count < 5; count++) {
                scene.forge.failNext(502, "bad gateway");
            }
            scene.pass(Duration.ofMinutes(2));
            assertThat(scene.events)
                    .filteredOn(event ->
                            event instanceof StepFailed failed && failed.loop().equals("reconcile"))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(((StepFailed) event).problem())
                            .startsWith(scene.forge.baseUrl() + " does not tell repos/acme/app/issues")
                            .endsWith("status 502: bad gateway"));
            scene.pass(Duration.ofMinutes(20));
            assertThat(scene.all(AgentTriggerExecution.class)).hasSize(1);
        }
    }

    @Test
    void whateverGetsLostNothingIsLostAndNothingDoubled() {
        Seeds.forAll(3, random -> {
            try (GiteaScene scene = scene()) {
                scene.forge.loseDeliveries(delivery -> random.nextInt(3) == 0);
                int asked = 0;
                for (int step = 0; step < 10; step++) {
                    asked += act(scene, random, step);
                    scene.pass(Duration.ofSeconds(30L * (1 + random.nextInt(4))));
                    if (random.nextInt(6) == 0) {
                        scene.krate.close();
                        scene.krate = scene.start();
                    }
                }
                scene.pass(SWEEP);
                assertThat(scene.all(AgentTriggerExecution.class)).hasSize(asked);
                assertThat(scene.deliveries())
                        .extracting(delivery -> delivery.status().sourceEvent())
                        .doesNotHaveDuplicates();
            }
        });
    }

    /** Something that somebody does; 1 if it asks for something. */
    private static int act(GiteaScene scene, RandomGenerator random, int step) {
        return switch (random.nextInt(6)) {
            case 0 -> {
                scene.forge.as("alice").open("Issue " + step, "@claude fix this");
                yield 1;
            }
            case 1 -> {
                scene.forge.as("rita").say(2, "me too " + step);
                yield 0;
            }
            case 2 -> {
                scene.forge.as("alice").label(1, "label-" + step);
                yield 0;
            }
            case 3 -> {
                scene.forge.as("alice").close(7);
                yield 0;
            }
            default -> {
                scene.forge.as("alice").say(1 + random.nextInt(2), "@claude step " + step);
                yield 1;
            }
        };
    }

    private GiteaScene scene() {
        return new GiteaScene(directory.resolve("scene-" + scenes.incrementAndGet())).begun();
    }

    private static List<String> sources(GiteaScene scene) {
        return scene.deliveries().stream()
                .map(delivery -> delivery.status().sourceEvent())
                .toList();
    }

    /** What the events are called in those deliveries that never arrived. */
    private static List<String> uidsOfHooks(GiteaScene scene) {
        return scene.forge.deliveries().stream()
                .filter(delivery -> !GiteaScene.isOfKrate(delivery.body()))
                .map(delivery -> new GiteaSource()
                        .read(new ForgeDelivery(
                                "acme", "x", Map.of("x-gitea-event", delivery.event()), delivery.body())))
                .flatMap(reading -> reading.event().stream())
                .map(event -> event.uid())
                .toList();
    }
}
