package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.Krate;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that fire by the clock; the scenario begins on Sunday, 22 November 2026, at noon. */
class ScheduledRunsTest {

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
        scenario.apply(krate);
    }

    private void rule(String members, String... replaced) {
        String text = """
                        apiVersion: krate.a5c.ai/v1alpha1
                        kind: AgentTriggerRule
                        metadata: { name: nightly, namespace: acme }
                        spec:
                          lifecycleState: active
                          sources: [schedule]
                          match: { repositories: { include: [acme/app] } }
                          agentStack: claude-fix
                          taskKind: diagnosis
                          promptTemplate: "Look at {{ repository }} at {{ occurredAt }}."
                          concurrencyPolicy: { maxActivePerWorkItem: 0 }
                          %s
                        """.formatted(members);
        for (int i = 0; i < replaced.length; i += 2) {
            text = text.replace(replaced[i], replaced[i + 1]);
        }
        Documents.read(text).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
    }

    private void pass(Duration time) {
        scenario.pass(time);
        krate.drain();
    }

    private List<AgentTriggerExecution> fired() {
        return all(krate, AgentTriggerExecution.class);
    }

    private List<Instant> times() {
        return all(krate, AgentDispatchRun.class).stream()
                .map(run -> run.metadata().creationTimestamp())
                .sorted()
                .toList();
    }

    @Test
    void aRuleFiresAtItsTimeInItsZoneAndPlansTheNext() {
        rule("schedule: '0 3 * * *'\n  scheduleTimeZone: Europe/Berlin");
        pass(Duration.ofHours(13));
        assertThat(fired()).isEmpty();
        pass(Duration.ofHours(1));
        assertThat(fired()).hasSize(1).allSatisfy(execution -> {
            assertThat(execution.spec().decision()).isEqualTo(Decision.CREATED);
            assertThat(execution.spec().delivery()).isEmpty();
        });
        AgentDispatchRun run = all(krate, AgentDispatchRun.class).get(0);
        assertThat(run.spec().triggerSource()).isEqualTo(Source.SCHEDULE);
        assertThat(run.spec().trust()).isEqualTo(Trust.TRUSTED);
        assertThat(run.spec().requester().login()).isEqualTo("schedule:nightly");
        pass(Duration.ofHours(23));
        assertThat(fired()).hasSize(1);
        pass(Duration.ofHours(1));
        assertThat(fired()).hasSize(2);
    }

    @Test
    void firingsCloseToEachOtherAreRequestsOfTheirOwn() {
        rule("schedule: '*/5 * * * *'");
        IntStream.range(0, 3).forEach(i -> pass(Duration.ofMinutes(5)));
        assertThat(fired())
                .hasSize(3)
                .allSatisfy(execution -> assertThat(execution.spec().decision()).isEqualTo(Decision.CREATED));
    }

    @Test
    void twoServersFireOnce() {
        rule("schedule: '0 3 * * *'");
        Krate other = scenario.krate(store);
        scenario.pass(Duration.ofHours(15));
        krate.drain();
        other.drain();
        assertThat(fired()).hasSize(1);
    }

    @Test
    void aServerThatWasAwayFiresOnceIfTheRuleSaysSo() {
        rule("schedule: '0 * * * *'\n  missedRuns: once");
        pass(Duration.ofMinutes(330));
        assertThat(fired()).hasSize(1);
        pass(Duration.ofMinutes(30));
        assertThat(fired()).hasSize(2);
    }

    @Test
    void aServerThatWasAwaySkipsWhatItMissedUnlessToldOtherwise() {
        rule("schedule: '0 * * * *'");
        pass(Duration.ofMinutes(330));
        assertThat(fired()).isEmpty();
        pass(Duration.ofMinutes(30));
        assertThat(fired()).hasSize(1);
    }

    @Test
    void aChangedRuleFiresByItsNewTimesOnly() {
        rule("schedule: '0 13 * * *'");
        rule("schedule: '0 14 * * *'");
        pass(Duration.ofHours(1));
        assertThat(fired()).isEmpty();
        pass(Duration.ofHours(1));
        assertThat(fired()).hasSize(1);
        assertThat(times()).containsExactly(Instant.parse("2026-11-22T14:00:00Z"));
    }

    @Test
    void aRuleThatIsPausedFiresNothingAndCatchesNothingUp() {
        rule("schedule: '0 * * * *'\n  missedRuns: once");
        rule("schedule: '0 * * * *'\n  missedRuns: once", "active", "paused");
        pass(Duration.ofHours(5));
        assertThat(fired()).isEmpty();
        rule("schedule: '0 * * * *'\n  missedRuns: once");
        krate.drain();
        assertThat(fired()).isEmpty();
        pass(Duration.ofHours(1));
        assertThat(fired()).hasSize(1);
    }

    @Test
    void aRuleSavedTwiceFiresOnce() {
        rule("schedule: '0 * * * *'");
        rule("schedule: '0 * * * *'\n  untrusted: ask");
        pass(Duration.ofHours(1));
        assertThat(fired()).hasSize(1);
    }

    @Test
    void aPlanThatWasLostIsMadeAgainWhenTheEngineStarts() {
        Tenants tenants = Tenants.on(store);
        rule("schedule: '0 * * * *'");
        Instant later = scenario.now().plus(Duration.ofHours(1));
        List<Message> planned = store.claim(Topics.SCHEDULE, later, Duration.ofMinutes(1), 5);
        assertThat(planned)
                .extracting(Message::key)
                .containsExactly("AgentTriggerRule/acme/nightly/2026-11-22T13:00:00Z");
        store.transact(transaction -> transaction.done(planned.get(0)));
        Schedules.planAll(tenants.engine);
        Schedules.planAll(tenants.engine);
        assertThat(store.claim(Topics.SCHEDULE, later, Duration.ofMinutes(1), 5))
                .extracting(Message::key)
                .containsExactly(planned.get(0).key());
    }

    @Test
    void aScheduleWithoutRepositoriesIsRefused() {
        assertThatThrownBy(() -> rule("schedule: '0 * * * *'", "acme/app", "'acme/*'"))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage(
                        "$.spec.match.repositories.include[0]: a schedule starts runs in repositories that are written out; expected such as acme/app");
    }

    @Test
    void aRepositoryThatCannotBeHadKeepsNoOtherFromItsRun() {
        scenario.repositories.lose("acme/away");
        Documents.read("""
                        apiVersion: krate.a5c.ai/v1alpha1
                        kind: Repository
                        metadata: { name: away, namespace: acme }
                        spec:
                          cloneUrl: https://forge.example/acme/away.git
                          defaultBranch: main
                          forge: { kind: gitea, baseUrl: "https://forge.example", owner: acme, name: away }
                        """).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        rule("schedule: '0 * * * *'", "[acme/app]", "[acme/away, acme/app]");
        pass(Duration.ofHours(1));
        assertThat(fired()).hasSize(1);
        assertThat(all(krate, AgentDispatchRun.class))
                .extracting(run -> run.spec().repository())
                .containsExactly("app");
    }
}
