package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.World;
import ai.a5c.krate.store.StreamEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the watchers of a run share, and what they do not. */
class RunEventsTest {

    private final World world = new World();
    private final Renderings renderings = new Renderings(1_000_000);
    private final List<Long> rendered = new ArrayList<>();
    private final RunEvents.Rendering lines = new RunEvents.Rendering("lines", this::line);
    private Instant now = Instant.EPOCH;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anEventIsRenderedOnceForAllWhoWatchWheneverTheyCome() {
        world.run("run-1", "running");
        world.event("run-1", "message", "one");
        RunEvents first = watcher(lines, true);
        RunEvents second = watcher(lines, true);

        Tick tick = tick();
        List<Piece> told = first.next(tick, 512);
        assertThat(told).hasToString("[id: 1\nevent: line\ndata: 1\n\n]");
        assertThat(second.next(tick, 512).get(0)).isSameAs(told.get(0));
        assertThat(watcher(lines, true).next(tick(), 512).get(0)).isSameAs(told.get(0));
        assertThat(rendered).containsExactly(1L);
    }

    @Test
    void anotherShapeOfTheSameEventIsAnother() {
        world.run("run-1", "running");
        world.event("run-1", "message", "one");
        RunEvents.Rendering other = new RunEvents.Rendering(
                "other", event -> List.of(new ServerEvent(0, "other", "x"), new ServerEvent(0, "more", "y")));

        assertThat(watcher(lines, true).next(tick(), 512)).hasSize(1);
        assertThat(watcher(other, true).next(tick(), 512)).hasSize(2);
    }

    @Test
    void theSamePlaceOfAnotherRunIsAnotherEvent() {
        world.run("run-1", "running");
        world.run("run-2", "running");
        world.event("run-1", "message", "mine");
        world.event("run-2", "message", "theirs");
        RunEvents.Rendering said = new RunEvents.Rendering(
                "said", event -> List.of(new ServerEvent(event.sequence(), "said", event.document())));

        assertThat(watcher("run-1", said).next(tick(), 512)).asString().contains("mine");
        assertThat(watcher("run-2", said).next(tick(), 512))
                .asString()
                .contains("theirs")
                .doesNotContain("mine");
    }

    @Test
    void whoMayNoLongerWatchIsToldNothingMoreWhileOthersGoOn() {
        world.run("run-1", "running");
        RunEvents revoked = watcher(lines, false);
        RunEvents permitted = watcher(lines, true);
        assertThat(revoked.next(tick(), 512)).isEmpty();
        assertThat(revoked.ended()).isFalse();

        now = now.plusSeconds(10);
        world.event("run-1", "message", "news");

        assertThat(permitted.next(tick(), 512)).hasSize(1);
        assertThat(revoked.next(tick(), 512)).isEmpty();
        assertThat(revoked.ended()).isTrue();
        assertThat(permitted.ended()).isFalse();
    }

    @Test
    void manyLargeEventsComeAFewAtATimeAndAllInOrder() {
        world.run("run-1", "succeeded");
        for (int i = 0; i < 10; i++) {
            world.event("run-1", "output", "x".repeat(100_000));
        }
        RunEvents.Rendering whole = new RunEvents.Rendering(
                "whole", event -> List.of(new ServerEvent(event.sequence(), "whole", event.document())));
        RunEvents watcher = watcher(whole, true);

        List<Integer> batches = new ArrayList<>();
        while (!watcher.ended()) {
            batches.add(watcher.next(tick(), 512).size());
        }
        assertThat(batches).containsExactly(3, 3, 3, 1, 1);
    }

    private RunEvents watcher(RunEvents.Rendering rendering, boolean permitted) {
        Permission permission = new Permission(() -> now, tick -> permitted);
        return new RunEvents("acme", "run-1", 0, rendering, permission);
    }

    private RunEvents watcher(String run, RunEvents.Rendering rendering) {
        return new RunEvents("acme", run, 0, rendering, new Permission(() -> now, tick -> true));
    }

    private Tick tick() {
        return new Tick(world.store, world.desk, renderings, world.store.version());
    }

    private List<ServerEvent> line(StreamEvent event) {
        rendered.add(event.sequence());
        return List.of(new ServerEvent(event.sequence(), "line", Long.toString(event.sequence())));
    }
}
