package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.event;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.Joined;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.trigger.DecisionRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One request, told by several kinds of events, in any order. */
class JoinTest {

    private static final String HEAD = "1".repeat(40);
    private static final Optional<WorkItem> PULL = Optional.of(new WorkItem("pull-request", 3, "Broken"));

    private static final SourceEvent ASSIGNED = event("assigned", Source.PULL_REQUEST, "pull_request.assigned")
            .workItem(PULL)
            .sha(Optional.of(HEAD))
            .branch(Optional.of("feature"))
            .build();
    private static final SourceEvent MENTIONED = event("mentioned", Source.PR_COMMENT, "issue_comment.created")
            .workItem(PULL)
            .text(new Text("@claude fix this", "", "2"))
            .mentions(List.of("@claude"))
            .build();
    private static final SourceEvent LABELLED = event("labelled", Source.LABEL, "pull_request.label_updated")
            .workItem(PULL)
            .sha(Optional.of(HEAD))
            .labels(List.of("agent:fix"))
            .build();
    private static final SourceEvent FAILED = event("failed", Source.CI, "workflow_job.completed")
            .sha(Optional.of(HEAD))
            .build();

    @TempDir
    private Path root;

    private Scenario scenario;

    @BeforeEach
    void start() {
        scenario = new Scenario(root.resolve("first"));
    }

    private Krate krate(ResourceStore store) {
        scenario = new Scenario(root.resolve(Long.toString(System.nanoTime())));
        Krate krate = scenario.krate(store);
        scenario.apply(krate);
        rule(krate, "on-assignment", "pull-request", "{ events: [pull_request.assigned] }");
        rule(krate, "on-failure", "ci", "{ events: [workflow_job.completed] }");
        rule(krate, "on-label", "label", "{ labels: { any: [\"agent:fix\"] }, actors: { permission: write } }");
        return krate;
    }

    private static void rule(Krate krate, String name, String source, String match) {
        Documents.read("""
                        apiVersion: krate.a5c.ai/v1alpha1
                        kind: AgentTriggerRule
                        metadata: { name: %s, namespace: acme }
                        spec:
                          lifecycleState: active
                          sources: [%s]
                          match: %s
                          agentStack: claude-fix
                          taskKind: issue-fix
                        """.formatted(name, source, match))
                .forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
    }

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

    /** The pull request was opened some time before, so that its head is known. */
    private void noted(Krate krate) {
        scenario.deliver(
                krate,
                event("opened", Source.PULL_REQUEST, "pull_request.opened")
                        .workItem(PULL)
                        .sha(Optional.of(HEAD))
                        .branch(Optional.of("feature"))
                        .build());
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).isEmpty();
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
    void afterTheWindowTheSameIsAnotherRequest() {
        Krate krate = krate(new InMemoryResourceStore());
        scenario.deliver(krate, LABELLED);
        krate.drain();
        scenario.pass(Duration.ofMinutes(30).minusNanos(1));
        scenario.deliver(krate, FAILED);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
        scenario.pass(Duration.ofNanos(1));
        scenario.deliver(krate, ASSIGNED);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(2);
    }

    @Test
    void aClockThatIsSetBackMakesNoSecondRun() {
        Krate krate = krate(new InMemoryResourceStore());
        scenario.deliver(krate, LABELLED);
        krate.drain();
        scenario.pass(Duration.ofHours(-5));
        scenario.deliver(krate, FAILED);
        krate.drain();
        assertThat(all(krate, WebhookDelivery.class)).hasSize(2);
        scenario.pass(Duration.ofHours(5));
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
    }

    @Test
    void anotherTaskOrAnotherStackIsAnotherRequest() {
        Krate krate = krate(new InMemoryResourceStore());
        Documents.read("""
                        apiVersion: krate.a5c.ai/v1alpha1
                        kind: AgentTriggerRule
                        metadata: { name: review-label, namespace: acme }
                        spec:
                          lifecycleState: active
                          sources: [label]
                          match: { labels: { any: ["agent:fix"] }, actors: { permission: write } }
                          agentStack: claude-fix
                          taskKind: review
                        """).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        scenario.deliver(krate, LABELLED);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class))
                .extracting(run -> run.spec().triggerRule())
                .containsExactlyInAnyOrder("on-label", "review-label");
    }

    @Test
    void oneEventThatTwoRulesOfOneTaskFitIsOneRun() {
        Krate krate = krate(new InMemoryResourceStore());
        rule(krate, "on-label-too", "label", "{ labels: { any: [\"agent:fix\"] }, actors: { permission: write } }");
        scenario.deliver(krate, LABELLED);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
        assertThat(all(krate, AgentDispatchRun.class).get(0).spec().joined())
                .extracting(Joined::rule)
                .containsExactly("on-label", "on-label-too");
        assertThat(all(krate, AgentTriggerExecution.class)).hasSize(2);
    }

    @Test
    void aSecondCommentThatSpeaksToAnotherRuleIsAnotherRequest() {
        Krate krate = krate(new InMemoryResourceStore());
        rule(krate, "on-other-mention", "pr-comment", "{ mention: \"@reviewer\" }");
        scenario.deliver(krate, MENTIONED);
        krate.drain();
        scenario.pass(Duration.ofMinutes(1));
        scenario.deliver(
                krate,
                event("asked-again", Source.PR_COMMENT, "issue_comment.created")
                        .workItem(PULL)
                        .text(new Text("@reviewer look at the tests instead", "", "2"))
                        .mentions(List.of("@reviewer"))
                        .build());
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class))
                .extracting(run -> run.spec().triggerRule())
                .containsExactlyInAnyOrder("claude-mention", "on-other-mention");
    }

    @Test
    void aCancelledRunHoldsNothingBack() {
        Krate krate = krate(new InMemoryResourceStore());
        scenario.deliver(krate, MENTIONED);
        krate.drain();
        krate.runs()
                .cancel(
                        NAMESPACE,
                        all(krate, AgentDispatchRun.class).get(0).metadata().name(),
                        ALICE);
        for (int i = 0; i < 4; i++) {
            krate.drain();
            scenario.pass(Duration.ofSeconds(20));
        }
        assertThat(all(krate, AgentDispatchRun.class).get(0).status().phase()).isEqualTo(RunPhase.CANCELLED);
        scenario.deliver(krate, ASSIGNED);
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(2);
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
