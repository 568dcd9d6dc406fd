package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.event;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.intake.RuleDesk;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.Issue;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.trigger.RuleAction;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with rules, and what Krate's own doing comes to. */
class RuleDeskTest {

    private static final String RULE = "claude-mention";
    private static final Caller STRANGER = new Caller("mallory", Caller.Road.API, false, Set.of("elsewhere"));

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
    }

    private static SourceEvent.Builder said(String uid) {
        return event(uid, Source.ISSUE_COMMENT, "issue_comment.created")
                .workItem(Optional.of(new WorkItem("issue", 7, "Crash")))
                .text(new Text("@claude fix this", "", "2"))
                .mentions(List.of("@claude"));
    }

    private String deliver(SourceEvent event) {
        String delivery = scenario.deliver(krate, event).delivery();
        krate.drain();
        return delivery;
    }

    private LifecycleState state(RuleAction action) {
        return krate.rules().act(NAMESPACE, RULE, action, ALICE).spec().lifecycleState();
    }

    @Test
    void aRuleGoesThroughItsLifeAndTheTrailSaysWhoDidIt() {
        scenario.apply(krate);
        assertThat(state(RuleAction.PAUSE)).isEqualTo(LifecycleState.PAUSED);
        deliver(said("while-paused").build());
        assertThat(all(krate, AgentTriggerExecution.class)).isEmpty();
        assertThat(state(RuleAction.RESUME)).isEqualTo(LifecycleState.ACTIVE);
        assertThat(state(RuleAction.RESUME)).isEqualTo(LifecycleState.ACTIVE);
        deliver(said("after").build());
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
        assertThat(state(RuleAction.DISABLE)).isEqualTo(LifecycleState.DISABLED);
        assertThatThrownBy(() -> state(RuleAction.RESUME))
                .isInstanceOf(RefusedException.class)
                .hasMessage("a rule that is disabled cannot be resumed; activate it");
        assertThat(state(RuleAction.ARCHIVE)).isEqualTo(LifecycleState.ARCHIVED);
        assertThatThrownBy(() -> state(RuleAction.ACTIVATE)).isInstanceOf(RefusedException.class);
        krate.drain();
        assertThat(store.audit(NAMESPACE, 0, 500).stream()
                        .map(record -> record.entry())
                        .filter(entry -> entry.action().startsWith("rule."))
                        .map(entry -> entry.actor() + " " + entry.action()))
                .containsExactly("alice rule.pause", "alice rule.resume", "alice rule.disable", "alice rule.archive");
    }

    @Test
    void aStrangerFindsNothing() {
        scenario.apply(krate);
        String delivery = deliver(said("one").build());
        assertThatThrownBy(() -> krate.rules().act(NAMESPACE, RULE, RuleAction.PAUSE, STRANGER))
                .hasMessage("AgentTriggerRule acme/claude-mention is not there");
        assertThatThrownBy(() -> krate.rules().act(NAMESPACE, "none", RuleAction.PAUSE, ALICE))
                .hasMessage("AgentTriggerRule acme/none is not there");
        assertThatThrownBy(() -> krate.rules().replay(NAMESPACE, RULE, delivery, STRANGER))
                .hasMessage("AgentTriggerRule acme/claude-mention is not there");
        assertThatThrownBy(() -> krate.rules().materialize(NAMESPACE, delivery, STRANGER))
                .hasMessage("WebhookDelivery acme/%s is not there".formatted(delivery));
    }

    @Test
    void aReplayOfWhatMadeARunShowsThatRun() {
        scenario.apply(krate);
        String delivery = deliver(said("one").build());
        RuleDesk.Decided replayed = (RuleDesk.Decided) krate.rules().replay(NAMESPACE, RULE, delivery, ALICE);
        assertThat(replayed.before()).isTrue();
        assertThat(replayed.execution().spec().dispatchRun())
                .isEqualTo(all(krate, AgentDispatchRun.class).get(0).metadata().name());
        assertThat(all(krate, AgentTriggerExecution.class)).hasSize(1);
    }

    @Test
    void whatCameToNothingIsDecidedOnceMoreForEachGenerationOfTheRule() {
        scenario.apply(krate, "untrusted: ask", "untrusted: ignore");
        SourceEvent stranger =
                said("one").trust(Trust.UNTRUSTED, "no permission").build();
        String delivery = deliver(stranger);
        assertThat(all(krate, AgentTriggerExecution.class))
                .extracting(one -> one.spec().decision())
                .containsExactly(Decision.REJECTED);
        scenario.apply(krate, "untrusted: ask", "untrusted: ask");
        RuleDesk.Decided first = (RuleDesk.Decided) krate.rules().replay(NAMESPACE, RULE, delivery, ALICE);
        assertThat(first.before()).isFalse();
        assertThat(first.execution().spec().decision()).isEqualTo(Decision.AWAITING_APPROVAL);
        RuleDesk.Decided second = (RuleDesk.Decided) krate.rules().replay(NAMESPACE, RULE, delivery, ALICE);
        assertThat(second.before()).isTrue();
        assertThat(second.execution()).isEqualTo(first.execution());
        assertThat(all(krate, AgentTriggerExecution.class)).hasSize(2);
        Caller maintainer = new Caller("bob", Caller.Road.API, false, Set.of("acme"));
        krate.approvals().decide(yes(pending(krate).get(0)), maintainer);
        krate.drain();
        assertThat(all(krate, AgentTriggerExecution.class))
                .extracting(one -> one.spec().decision())
                .containsExactlyInAnyOrder(Decision.REJECTED, Decision.CREATED);
        assertThat(all(krate, AgentDispatchRun.class)).hasSize(1);
    }

    @Test
    void aReplayThatDoesNotFitSaysWhyAndAPausedRuleDecidesNothing() {
        scenario.apply(krate);
        String delivery = deliver(
                said("one").text(new Text("hello", "", "2")).mentions(List.of()).build());
        RuleDesk.Unmatched none = (RuleDesk.Unmatched) krate.rules().replay(NAMESPACE, RULE, delivery, ALICE);
        assertThat(none.reasons()).extracting(reason -> reason.condition()).containsExactly("match.mention");
        krate.rules().act(NAMESPACE, RULE, RuleAction.PAUSE, ALICE);
        assertThatThrownBy(() -> krate.rules().replay(NAMESPACE, RULE, delivery, ALICE))
                .hasMessage("only an active rule decides; activate or resume it first");
    }

    @Test
    void aWorkItemIsKeptWithoutARun() {
        scenario.apply(krate);
        krate.rules().act(NAMESPACE, RULE, RuleAction.PAUSE, ALICE);
        String delivery = deliver(said("one").build());
        assertThat(krate.rules().materialize(NAMESPACE, delivery, ALICE)).hasToString("Issue/acme/app-7");
        krate.rules().materialize(NAMESPACE, delivery, ALICE);
        assertThat(all(krate, Issue.class))
                .extracting(issue -> issue.spec().title())
                .containsExactly("Crash");
        assertThat(all(krate, AgentDispatchRun.class)).isEmpty();
    }

    @Test
    void ourOwnDoingIsSuppressedAndStoredForEachRuleThatFits() {
        scenario.apply(krate);
        deliver(said("own").actor(new Actor("krate", "2", "write", true)).build());
        AgentTriggerExecution execution =
                all(krate, AgentTriggerExecution.class).get(0);
        assertThat(execution.spec().decision()).isEqualTo(Decision.SUPPRESSED);
        assertThat(execution.spec().reasons()).containsExactly(new Reason("OwnEcho", "Krate caused this event itself"));
        assertThat(all(krate, AgentDispatchRun.class)).isEmpty();
        assertThat(all(krate, WebhookDelivery.class))
                .extracting(one -> one.status().decision())
                .containsExactly("suppressed");
    }

    @Test
    void anEditBySomebodyElseIsNoRequest() {
        scenario.apply(krate, "issue_comment.created,", "issue_comment.created, issue_comment.edited,");
        deliver(event("edited", Source.ISSUE_COMMENT, "issue_comment.edited")
                .workItem(Optional.of(new WorkItem("issue", 7, "Crash")))
                .text(new Text("@claude fix this", "", "99"))
                .mentions(List.of("@claude"))
                .build());
        assertThat(all(krate, WebhookDelivery.class).get(0).status().reasons())
                .extracting(Reason::code)
                .containsExactly("EditedByOther");
        assertThat(all(krate, AgentTriggerExecution.class)).isEmpty();
    }

    @Test
    void aChainOfBuildsAndPushesEndsWhereTheRuleSays() {
        scenario.apply(
                krate,
                "sources: [issue-comment, pr-comment, issue, pull-request]",
                "maxChainDepth: 1\n  sources: [issue-comment, ci]",
                "    mention: \"@claude\"\n",
                "",
                "events: [issue_comment.created, issues.opened, pull_request.opened]",
                "events: [issue_comment.created, workflow_run.completed]");
        deliver(said("person").build());
        AgentDispatchRun first = all(krate, AgentDispatchRun.class).get(0);
        deliver(build("build-1", first));
        AgentDispatchRun second = all(krate, AgentDispatchRun.class).stream()
                .filter(run -> run.spec().sourceEvent().equals("build-1"))
                .findFirst()
                .orElseThrow();
        assertThat(second.spec().parentRun()).isEqualTo(first.metadata().name());
        deliver(build("build-2", second));
        AgentTriggerExecution last = all(krate, AgentTriggerExecution.class).stream()
                .filter(one -> one.spec().sourceEvent().equals("build-2"))
                .findFirst()
                .orElseThrow();
        assertThat(last.spec().decision()).isEqualTo(Decision.SUPPRESSED);
        assertThat(last.spec().reasons())
                .containsExactly(new Reason("ChainTooDeep", "2 runs stand behind this event, and 1 are allowed"));
    }

    private static SourceEvent build(String uid, AgentDispatchRun pushedBy) {
        return event(uid, Source.CI, "workflow_run.completed")
                .branch(Optional.of("krate/" + pushedBy.metadata().name()))
                .build();
    }

    @Test
    void deliveriesAboutOneWorkItemAreDecidedInTheOrderReceived() {
        scenario.apply(
                krate,
                "key: \"{{ repository }}:{{ workItem }}\"",
                "key: \"{{ text }}\"",
                "maxActivePerWorkItem: 1",
                "maxActivePerWorkItem: 0");
        String first = scenario.deliver(krate, said("first").build()).delivery();
        scenario.pass(Duration.ofSeconds(1));
        scenario.deliver(
                krate,
                said("second").text(new Text("@claude and this", "", "2")).build());
        // the first one is another engine's just now, and that engine is slow
        assertThat(store.claim(Topics.DELIVERY, scenario.now(), Duration.ofSeconds(30), 1))
                .hasSize(1)
                .allSatisfy(message -> assertThat(message.key()).endsWith(first));
        krate.drain();
        assertThat(all(krate, AgentTriggerExecution.class)).isEmpty();
        scenario.pass(Duration.ofSeconds(31));
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class).stream()
                        .map(run -> run.spec().sourceEvent()))
                .containsExactly("first", "second");
    }
}
