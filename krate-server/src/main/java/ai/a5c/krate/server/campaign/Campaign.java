package ai.a5c.krate.server.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Load and trouble for a while, then rest, then the books. */
final class Campaign {

    private static final Duration LOOK = Duration.ofMillis(400);

    private final Plan plan;
    private final Consumer<String> say;

    /** A campaign that tells {@code say} how it goes. */
    Campaign(Plan plan, Consumer<String> say) {
        this.plan = plan;
        this.say = say;
    }

    Outcome run() {
        Instant begun = Instant.now();
        try (Scene scene = Scene.build(plan)) {
            SplittableRandom random = new SplittableRandom(plan.seed());
            Load load = new Load(scene, plan.open(), random.split());
            Havoc havoc = new Havoc(scene, plan.lease(), random.split());
            People people = new People(scene);
            Watch watch = new Watch();
            say.accept("%s, %d servers, a stand-in forge; seed %d"
                    .formatted(scene.database().version(), plan.servers(), plan.seed()));
            awaitAll(scene, havoc);
            ProcessTable table = new ProcessTable(scene.data().resolve("sessions"));
            Future<?> watching = forever(scene, () -> {
                watch.look(table.supervisors());
                return LOOK;
            });
            Future<?> looking = forever(scene, () -> {
                havoc.lookAfter();
                return LOOK;
            });
            trouble(scene, load, havoc, people);
            havoc.heal();
            boolean rested = rest(scene, people);
            looking.cancel(true);
            watching.cancel(true);
            say.accept("everything has ended; looking at what is left");
            List<String> leftovers = new ArrayList<>(new Leftovers(scene).find());
            if (!rested) {
                leftovers.add("%d requests".formatted(scene.tickets().open().size()));
            }
            Evidence evidence = new Gathering(scene, awaitOne(scene)).evidence(watch, leftovers);
            plan.logs().ifPresent(scene::keep);
            return outcome(begun, scene, load, havoc, evidence);
        }
    }

    private void trouble(Scene scene, Load load, Havoc havoc, People people) {
        Instant end = Instant.now().plus(plan.length());
        Future<?> loading = until(scene, end, load::next);
        Future<?> deciding = until(scene, end, () -> {
            people.look();
            return Scene.SHORT;
        });
        Future<?> killing = until(scene, end, havoc::next);
        while (Instant.now().isBefore(end) && !scene.isClosed()) {
            scene.pause(Duration.ofSeconds(10));
            say.accept("%d requests, %d of them open; %d kills"
                    .formatted(
                            scene.tickets().asked().size(),
                            scene.tickets().open().size(),
                            havoc.killed()));
        }
        for (Future<?> each : List.of(loading, deciding, killing)) {
            join(each);
        }
    }

    private static Future<?> until(Scene scene, Instant end, Supplier<Duration> step) {
        return scene.crowd().submit(() -> {
            while (Instant.now().isBefore(end) && !scene.isClosed()) {
                scene.pause(step.get());
            }
        });
    }

    private static Future<?> forever(Scene scene, Supplier<Duration> step) {
        return until(scene, Instant.MAX, step);
    }

    private static void join(Future<?> work) {
        try {
            work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new CampaignException("the campaign itself failed: " + e.getCause(), e);
        }
    }

    /** Whether everything ended in time, no question left open. */
    private boolean rest(Scene scene, People people) {
        say.accept("no more load and no more trouble; waiting for everything to end");
        Instant end = Instant.now().plus(plan.drain());
        while (Instant.now().isBefore(end) && !scene.isClosed()) {
            if (people.look() && scene.tickets().open().isEmpty()) {
                return true;
            }
            scene.pause(Scene.SHORT);
        }
        return false;
    }

    private static void awaitAll(Scene scene, Havoc havoc) {
        Instant end = Instant.now().plusSeconds(120);
        while (Instant.now().isBefore(end)) {
            havoc.lookAfter();
            if (scene.servers().stream().allMatch(CampaignServer::isReady)) {
                return;
            }
            scene.pause(LOOK);
        }
        throw new CampaignException("the servers were not ready within 120 s");
    }

    private static Face awaitOne(Scene scene) {
        Instant end = Instant.now().plusSeconds(60);
        while (Instant.now().isBefore(end)) {
            for (CampaignServer server : scene.servers()) {
                if (server.face().isReady()) {
                    return server.face();
                }
            }
            scene.pause(LOOK);
        }
        throw new CampaignException("no server was left to ask");
    }

    private Outcome outcome(Instant begun, Scene scene, Load load, Havoc havoc, Evidence evidence) {
        List<Accounting.Line> lines = new ArrayList<>(Accounting.of(evidence));
        lines.add(new Accounting.Line(
                "no server ended by itself, and no call was answered as it must not be",
                (int) load.calls(),
                scene.tickets().complaints()));
        List<CampaignServer.Silence> silences = scene.servers().stream()
                .flatMap(server -> server.silences().stream())
                .toList();
        return new Outcome(
                plan,
                Machine.here(scene.database().version()),
                begun,
                Duration.between(begun, Instant.now()),
                load.calls(),
                havoc.done(),
                havoc.killed(),
                TakeOvers.of(evidence.audit().entries(), silences),
                evidence,
                lines);
    }
}
