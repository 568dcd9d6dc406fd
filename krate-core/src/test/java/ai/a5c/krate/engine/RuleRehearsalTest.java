package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.Krate;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.rehearsal.Occasion;
import ai.a5c.krate.engine.rehearsal.Rehearsed;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Action;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Outcome;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleRehearsalTest {

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
    }

    private AgentTriggerRule rule() {
        return krate.resources()
                .get(AgentTriggerRule.class, NAMESPACE, "claude-mention")
                .orElseThrow();
    }

    /** On a store that dies at the first write. */
    private Rehearsed rehearse(Occasion occasion) {
        Krate reading = scenario.krate(CrashingStore.beforeCommit(store, 1), KrateListener.NONE);
        return reading.rehearsal().rehearse(NAMESPACE, rule(), occasion);
    }

    private static Occasion pasted(String permission) {
        return new Occasion.Pasted("gitea", "issue_comment", "{}", Optional.of(permission));
    }

    private String stored() {
        return scenario.deliver(krate, "d-1").delivery();
    }

    @Test
    void whatMatchesIsToldInFullAndNothingIsWritten() {
        scenario.apply(krate);
        String delivery = stored();
        long version = store.version();
        int audited = audited();

        Rehearsed answer = rehearse(new Occasion.Stored(delivery));

        assertThat(answer.outcome()).isEqualTo(Outcome.RUN);
        assertThat(answer.summary()).isEqualTo("a run of stack 'claude-fix' starts");
        assertThat(answer.noMatch()).isEmpty();
        assertThat(answer.causality()).contains(new Reason("Admitted", "not caused by Krate"));
        assertThat(answer.prompt()).contains("""
                        alice asks for help with issue/1 of acme/app.
                        Find out what is broken, mend it, and say what it was.
                        """);
        assertThat(answer.dedupe()).contains(new Rehearsed.Dedupe("acme/app:issue/1", "10m", ""));
        assertThat(answer.concurrency()).contains(new Rehearsed.Concurrency("coalesce", List.of(), 0, ""));
        assertThat(answer.context().orElseThrow().parts())
                .extracting(Rehearsed.Part::layer)
                .containsExactly("stack-system", "stack-developer", "trigger-template", "task", "source");
        assertThat(answer.review()).containsEntry("decision", "allowed").containsKey("snapshotDigest");
        assertThat(answer.decision()).isEqualTo("created");
        assertThat(answer.actions()).containsExactly(new Action("create-run", "claude-fix", "Admitted"));
        assertThat(store.version()).isEqualTo(version);
        assertThat(audited()).isEqualTo(audited);
        assertThat(scenario.blobs.get(Digest.of(answer.prompt().orElseThrow()))).isEmpty();
    }

    private int audited() {
        store.sealAudit(1_000);
        return store.audit("acme", 0, 1_000).size();
    }

    @Test
    void itSaysWhatThenReallyHappens() {
        scenario.sha = scenario.repositories.remoteHead(new Remote("acme/app", "", Optional.empty()), "main");
        scenario.apply(krate);
        String delivery = stored();
        Rehearsed foreseen = rehearse(new Occasion.Stored(delivery));
        krate.drain();

        AgentTriggerExecution real =
                Scenario.all(krate, AgentTriggerExecution.class).get(0);
        assertThat(foreseen.decision()).isEqualTo(real.spec().decision().name().toLowerCase(Locale.ROOT));
        assertThat(foreseen.dedupe().orElseThrow().key()).isEqualTo(real.spec().dedupeKey());
        assertThat(foreseen.review().get("snapshotDigest"))
                .isEqualTo(Scenario.run(krate).status().permissionSnapshotDigest());
    }

    @Test
    void theSameRequestAgainMeetsTheRunThatHoldsItsKey() {
        scenario.apply(krate);
        String delivery = stored();
        krate.drain();
        String run = Scenario.run(krate).metadata().name();

        Rehearsed answer = rehearse(new Occasion.Stored(delivery));

        assertThat(answer.outcome()).isEqualTo(Outcome.JOIN);
        assertThat(answer.dedupe().orElseThrow().heldBy()).isEqualTo(run);
        assertThat(answer.actions()).containsExactly(new Action("join-run", run, "SameRequest"));
    }

    @Test
    void theFirstConditionThatFailsIsNamedWithBothValues() {
        scenario.apply(krate, "mention: \"@claude\"", "mention: \"@copilot\"");

        Rehearsed answer = rehearse(pasted("write"));

        assertThat(answer.outcome()).isEqualTo(Outcome.NO_MATCH);
        assertThat(answer.noMatch())
                .contains(new Rehearsed.NoMatch("match.mention", "@copilot or /krate fix", "@claude"));
        assertThat(answer.summary()).isEqualTo("match.mention wants @copilot or /krate fix, and the event has @claude");
        assertThat(answer.actions()).isEmpty();
    }

    @Test
    void aPausedRuleIsTriedAsIfItWereActive() {
        scenario.apply(krate, "lifecycleState: active", "lifecycleState: paused");

        Rehearsed answer = rehearse(pasted("write"));

        assertThat(answer.lifecycleState()).isEqualTo(AgentTriggerRule.LifecycleState.PAUSED);
        assertThat(answer.outcome()).isEqualTo(Outcome.RUN);
    }

    @Test
    void whatIsMissingIsSaidWithTheGrantThatWouldMendIt() {
        scenario.apply(
                krate,
                "purpose: model-provider-token\n  allowedRepositories",
                "purpose: git-credential\n  allowedRepositories");

        Rehearsed answer = rehearse(pasted("write"));

        assertThat(answer.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(answer.summary())
                .startsWith("a run of stack 'claude-fix' is blocked: no grant gives stack 'claude-fix' key 'api-key'");
        assertThat(answer.review()).containsEntry("decision", "denied");
        assertThat(String.valueOf(answer.review().get("yamlPreview"))).contains("kind: AgentSecretGrant");
        assertThat(answer.actions())
                .containsExactly(
                        new Action("create-run", "claude-fix", "Admitted"),
                        new Action("block", "claude-fix", "MissingSecretGrant"));
    }

    @Test
    void anOutsiderIsAskedAboutOrRefusedAsTheRuleSays() {
        scenario.trust = Trust.UNTRUSTED;
        scenario.apply(krate);
        assertThat(rehearse(pasted("read")).outcome()).isEqualTo(Outcome.ASK);

        scenario.apply(krate, "untrusted: ask", "untrusted: ignore");
        Rehearsed refused = rehearse(pasted("read"));
        assertThat(refused.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(refused.decision()).isEqualTo("rejected");
        assertThat(refused.event().orElseThrow().trust()).isEqualTo(Trust.UNTRUSTED);
    }

    @Test
    void noSecretIsToldThoughTheEventHasOne() {
        scenario.apply(krate, "Find out what is broken", "{{ workItem.title }}: find out what is broken");
        scenario.title = "it says " + Scenario.API_KEY;

        Rehearsed answer = rehearse(pasted("write"));

        assertThat(answer.prompt().orElseThrow()).contains("it says [REDACTED:secret/model-provider/api-key]");
        assertThat(Json.write(answer.toTree())).doesNotContain(Scenario.API_KEY);
    }

    @Test
    void aDeliveryThatIsNotThereIsRefused() {
        scenario.apply(krate);
        assertThatThrownBy(() -> rehearse(new Occasion.Stored("delivery-none")))
                .isInstanceOf(RefusedException.class)
                .hasMessage("WebhookDelivery acme/delivery-none is not there");
        assertThatThrownBy(() -> rehearse(new Occasion.Pasted("svn", "commit", "{}", Optional.empty())))
                .isInstanceOf(RefusedException.class)
                .hasMessage("no bridge reads deliveries of 'svn'");
    }

    @Test
    void aRepositoryThatIsUnknownIsSaid() {
        scenario.apply(krate, "name: app\n    apiCredential", "name: other\n    apiCredential");

        Rehearsed answer = rehearse(pasted("write"));

        assertThat(answer.outcome()).isEqualTo(Outcome.NO_EVENT);
        assertThat(answer.summary()).isEqualTo("no Repository resource names 'acme/app'");
    }

    @Test
    void theAnswerIsTheSameAsARecordAndAsJson() {
        scenario.apply(krate);
        Rehearsed answer = rehearse(pasted("write"));

        assertThat(Json.fromTree(Json.readObject(Json.write(answer.toTree())), Rehearsed.class))
                .isEqualTo(answer);
        assertThat(store.list(Query.of(WebhookDelivery.class.getSimpleName(), NAMESPACE))
                        .items())
                .isEmpty();
    }
}
