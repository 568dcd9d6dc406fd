package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.event;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.Joined;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.trigger.DecisionRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One request, told by several kinds of events, in any order. */
class JoinTest extends Joining {

    static Stream<List<SourceEvent>> orders() {
        List<SourceEvent> all = List.of(ASSIGNED, MENTIONED, LABELLED, FAILED);
        List<List<SourceEvent>> orders = new ArrayList<>(List.of(List.of()));
        for (SourceEvent one : all) {
            List<List<SourceEvent>> longer = new ArrayList<>();
            for (List<SourceEvent> order : orders) {
                for (int place = 0; place <= order.size(); place++) {
                    List<SourceEvent> next = new ArrayList<>(order);
                    next.add(place, one);
                    longer.add(next);
                }
            }
            orders = longer;
        }
        return orders.stream();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("orders")
    void fourKindsOfEventsOfOneRequestAreOneRunInEveryOrder(List<SourceEvent> order) {
        Krate krate = krate(new InMemoryResourceStore());
        noted(krate);
        for (SourceEvent event : order) {
            scenario.deliver(krate, event);
            krate.drain();
            scenario.pass(Duration.ofSeconds(30));
        }
        isOneRunThatListsAll(krate, order);
    }

    private static void isOneRunThatListsAll(Krate krate, List<SourceEvent> order) {
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
        AgentDispatchRun run = all(krate, AgentDispatchRun.class).get(0);
        List<String> uids = order.stream().map(SourceEvent::uid).toList();
        assertThat(run.spec().sourceRefs()).containsExactlyElementsOf(uids);
        assertThat(run.spec().joined()).extracting(Joined::event).containsExactlyElementsOf(uids);
        assertThat(run.spec().joined())
                .extracting(Joined::type)
                .containsExactlyElementsOf(order.stream().map(SourceEvent::type).toList());
        assertThat(run.spec().joined().get(0).why()).isEqualTo("it asked first");
        assertThat(run.spec().joined().stream().skip(1))
                .allSatisfy(one -> assertThat(one.why())
                        .startsWith("run '%s' was ".formatted(run.metadata().name())));
        List<AgentTriggerExecution> executions = all(krate, AgentTriggerExecution.class);
        assertThat(executions)
                .hasSize(order.size())
                .allSatisfy(one -> assertThat(one.spec().dispatchRun())
                        .isEqualTo(run.metadata().name()));
        assertThat(executions.stream().filter(one -> one.spec().decision() == Decision.CREATED))
                .hasSize(1);
        assertThat(executions.stream().filter(one -> one.spec().decision() == Decision.COALESCED))
                .hasSize(order.size() - 1);
    }

    @Test
    void aRunSaysWhatItJoinedAndWhy() {
        Krate krate = krate(new InMemoryResourceStore());
        noted(krate);
        scenario.deliver(krate, FAILED);
        krate.drain();
        scenario.pass(Duration.ofMinutes(1));
        scenario.deliver(krate, MENTIONED);
        krate.drain();
        AgentDispatchRun run = all(krate, AgentDispatchRun.class).get(0);
        String why = "run '%s' was started by workflow_job.completed of rule 'on-failure' for pull-request/3"
                .formatted(run.metadata().name());
        assertThat(run.spec().workItem()).isEqualTo("pull-request/3");
        assertThat(run.spec().joined())
                .containsExactly(
                        new Joined(
                                "failed",
                                Source.CI,
                                "workflow_job.completed",
                                "alice",
                                "on-failure",
                                Instant.parse("2026-11-22T12:00:00Z"),
                                "it asked first"),
                        new Joined(
                                "mentioned",
                                Source.PR_COMMENT,
                                "issue_comment.created",
                                "alice",
                                "claude-mention",
                                Instant.parse("2026-11-22T12:01:00Z"),
                                why));
        assertThat(krate.store().events(Journal.stream(NAMESPACE, run.metadata().name()), 0, 100))
                .extracting(event -> event.document())
                .anySatisfy(
                        document -> assertThat(document).contains("joined by issue_comment.created of alice: run "));
    }

    @Test
    void withoutAnyNoteOfThePullRequestItsHeadCommitJoinsThem() {
        Krate krate = krate(new InMemoryResourceStore());
        List<SourceEvent> order = List.of(FAILED, LABELLED, MENTIONED, ASSIGNED);
        order.forEach(event -> {
            scenario.deliver(krate, event);
            krate.drain();
        });
        isOneRunThatListsAll(krate, order);
    }

    @Test
    void aBuildOfAnotherCommitOfTheBranchFindsItsPullRequestByTheBranch() {
        Krate krate = krate(new InMemoryResourceStore());
        noted(krate);
        scenario.deliver(krate, MENTIONED);
        scenario.deliver(
                krate,
                FAILED.change()
                        .sha(Optional.of("2".repeat(40)))
                        .branch(Optional.of("feature"))
                        .build());
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
    }

    @Test
    void aBuildOfAForkOrOfTheDefaultBranchIsNobodysByItsBranch() {
        Krate krate = krate(new InMemoryResourceStore());
        noted(krate);
        scenario.deliver(krate, MENTIONED);
        SourceEvent elsewhere = FAILED.change()
                .sha(Optional.of("2".repeat(40)))
                .branch(Optional.of("feature"))
                .fork(true)
                .build();
        scenario.deliver(krate, elsewhere);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class))
                .extracting(run -> run.spec().workItem())
                .containsExactlyInAnyOrder("pull-request/3", "");
    }

    @Test
    void manyEnginesAtOnceMakeOneRunOfOneRequest() {
        Seeds.forAll(8, random -> {
            ResourceStore store = new InMemoryResourceStore();
            Krate krate = krate(store);
            List<SourceEvent> order = Seeds.shuffled(List.of(ASSIGNED, MENTIONED, LABELLED, FAILED), random);
            noted(krate);
            order.forEach(event -> scenario.deliver(krate, event));
            List<Thread> engines = Stream.generate(() -> scenario.krate(store))
                    .limit(4)
                    .map(engine -> new Thread(engine::drain))
                    .toList();
            engines.forEach(Thread::start);
            engines.forEach(JoinTest::join);
            scenario.pass(Duration.ofMinutes(1));
            krate.drain();
            assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
            assertThat(all(krate, AgentDispatchRun.class).get(0).spec().joined())
                    .extracting(Joined::event)
                    .containsExactlyInAnyOrder("assigned", "mentioned", "labelled", "failed");
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyExecutionHasARecordThatComesOutAgain() {
        Krate krate = krate(new InMemoryResourceStore());
        List.of(ASSIGNED, MENTIONED, LABELLED, FAILED).forEach(event -> scenario.deliver(krate, event));
        krate.drain();
        assertThat(all(krate, AgentTriggerExecution.class)).hasSize(4).allSatisfy(one -> {
            byte[] stored =
                    scenario.blobs.get(new Digest(one.spec().recordDigest())).orElseThrow();
            String record = new String(stored, StandardCharsets.UTF_8);
            assertThat(DecisionRecord.recompute(record)).isEqualTo(record);
        });
    }
}
