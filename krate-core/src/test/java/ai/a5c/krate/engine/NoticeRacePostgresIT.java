package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.kind.execution.AgentNotice.NoticeForm;
import ai.a5c.krate.kind.execution.AgentNotice.NoticePhase;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import ai.a5c.krate.testkit.RecordingForge;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers of one database that both say what runs do, at a forge that is slow: whoever looks for a comment while another
 * one is just making it would make a second one.
 */
class NoticeRacePostgresIT {

    private static final int ITEMS = 4;
    private static final Duration LEASE = Duration.ofSeconds(3);

    @Test
    void eachWorkItemHasOneStatusComment(@TempDir Path root) throws IOException {
        Scenario scenario = new Scenario(root);
        SlowForge slow = new SlowForge(scenario.forge);
        scenario.atForge = target -> slow;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                ResourceStore store = open(postgres);
                ResourceStore same = open(postgres);
                Krate one = scenario.shared(store, "one", LEASE);
                Krate two = scenario.shared(same, "two", LEASE)) {
            scenario.apply(one);
            for (int item = 1; item <= ITEMS; item++) {
                scenario.agents.next(Script.failed("It cannot be mended."));
                scenario.events.put("event-" + item, event(item));
            }
            one.start(2);
            two.start(2);
            for (int item = 1; item <= ITEMS; item++) {
                scenario.deliver(item % 2 == 0 ? one : two, "event-" + item);
            }
            await(
                    store,
                    () -> Scenario.all(store, AgentDispatchRun.class).stream()
                                    .filter(run -> run.status().finishedAt() != null)
                                    .count()
                            == ITEMS);
            await(
                    store,
                    () -> statuses(store).stream()
                            .allMatch(notice -> notice.status().phase() == NoticePhase.SETTLED));
            assertThat(statuses(store)).hasSize(ITEMS);
            assertThat(slow.overlaps).as("comments that two wrote at once").isEmpty();
            assertThat(scenario.forge.own())
                    .extracting(RecordingForge.Comment::item)
                    .containsExactlyInAnyOrder("1", "2", "3", "4");
            assertThat(scenario.forge.own())
                    .extracting(RecordingForge.Comment::text)
                    .allSatisfy(text -> assertThat(text).containsIgnoringCase("failed"));
        }
    }

    private static SourceEvent event(int item) {
        return Scenario.event("event-" + item, Source.ISSUE_COMMENT, "issue_comment.created")
                .workItem(Optional.of(new WorkItem("issue", item, "Crash on start")))
                .text(new Text(Scenario.BODY, "It crashes.", "2"))
                .mentions(List.of("@claude"))
                .build();
    }

    private static List<AgentNotice> statuses(ResourceStore store) {
        return Scenario.all(store, AgentNotice.class).stream()
                .filter(notice -> notice.spec().form() == NoticeForm.STATUS_COMMENT)
                .toList();
    }

    private static ResourceStore open(EmbeddedPostgres postgres) {
        return JdbcResourceStore.postgresql(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
    }

    private static void await(ResourceStore store, BooleanSupplier condition) {
        for (int i = 0; i < 1_200 && !condition.getAsBoolean(); i++) {
            store.awaitChange(store.version(), Duration.ofMillis(50));
        }
        assertThat(condition.getAsBoolean())
                .as(() -> Scenario.all(store, AgentNotice.class).toString())
                .isTrue();
    }

    /** A forge that takes a while; notes which comments were written by two at once. */
    private record SlowForge(WriteBackTarget forge, Map<String, String> writing, Set<String> overlaps)
            implements WriteBackTarget {

        SlowForge(WriteBackTarget forge) {
            this(forge, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
        }

        @Override
        public Set<String> actions() {
            return forge.actions();
        }

        @Override
        public Optional<Written> find(Mutation mutation) {
            return forge.find(mutation);
        }

        @Override
        public Written write(Mutation mutation) {
            String marker = mutation.action() + mutation.target() + mutation.marker();
            if (writing.putIfAbsent(marker, "") != null) {
                overlaps.add(marker);
            }
            try {
                boolean never = new CountDownLatch(1).await(150, TimeUnit.MILLISECONDS);
                assertThat(never).isFalse();
                return forge.write(mutation);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return forge.write(mutation);
            } finally {
                writing.remove(marker);
            }
        }
    }
}
