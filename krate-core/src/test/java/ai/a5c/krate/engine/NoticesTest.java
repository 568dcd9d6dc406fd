package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.notice.Notices;
import ai.a5c.krate.engine.notice.Spot;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said to people who ask, and how much of it. */
class NoticesTest {

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
        scenario.apply(krate);
    }

    private Spot spot(String actor, Trust trust) {
        Repository repository = Scenario.all(krate, Repository.class).get(0);
        return new Spot(repository, "issue/1", "", actor, trust);
    }

    private boolean reply(String actor, Trust trust, String occasion) {
        Desk desk = new Desk(new Ports(
                store,
                scenario.blobs,
                scenario.secrets,
                scenario.repositories,
                List.of(),
                List.of(),
                List.of(),
                MacKey.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)),
                scenario::now,
                KrateListener.NONE,
                "test"));
        Spot spot = spot(actor, trust);
        return desk.write(records -> new Notices(desk).reply(records, spot, occasion, "Help: " + occasion));
    }

    @Test
    void oneOccasionIsAnsweredOnce() {
        assertThat(reply("2", Trust.TRUSTED, "event-1")).isTrue();
        assertThat(reply("2", Trust.TRUSTED, "event-1")).isTrue();
        krate.drain();
        assertThat(scenario.target.effects()).extracting(Mutation::content).containsExactly("Help: event-1");
    }

    @Test
    void strangersHearFewWordsAnHourEachAndAltogether() {
        long said = 0;
        for (int i = 0; i < 1_000; i++) {
            said += reply("stranger-" + i / 10, Trust.UNTRUSTED, "event-" + i) ? 1 : 0;
        }
        assertThat(said).isEqualTo(20);
        assertThat(Scenario.all(krate, AgentNotice.class)).hasSize(20);
        assertThat(reply("2", Trust.TRUSTED, "event-x")).isTrue();
        scenario.pass(Duration.ofMinutes(70));
        assertThat(reply("stranger-1", Trust.UNTRUSTED, "later")).isTrue();
    }
}
