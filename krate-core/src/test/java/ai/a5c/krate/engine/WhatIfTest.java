package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.intake.TriggerProcessor;
import ai.a5c.krate.engine.rehearsal.Difference;
import ai.a5c.krate.engine.rehearsal.Difference.Change;
import ai.a5c.krate.engine.rehearsal.Difference.Tally;
import ai.a5c.krate.engine.rehearsal.EventDocument;
import ai.a5c.krate.engine.rehearsal.Proposal;
import ai.a5c.krate.engine.rehearsal.WhatIf;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.FakeRepositories;
import ai.a5c.krate.testkit.MemorySecrets;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatIfTest {

    private static final String RESOURCES = "../examples/quickstart/resources/";

    private final ResourceStore store = new InMemoryResourceStore();
    private final BlobStore blobs = new InMemoryBlobStore();
    private final MemorySecrets secrets =
            new MemorySecrets().with(NAMESPACE, "model-provider", "api-key", Scenario.API_KEY);
    private FakeRepositories repositories;
    private Desk desk;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private int deliveries;

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        repositories = new FakeRepositories(root);
        repositories.commitOnRemote("acme/app", "main", Map.of("README.md", "An app.\n"));
        desk = new Desk(ports(store));
        for (String file : List.of("organization", "repository", "agent", "rule")) {
            for (Map<String, Object> document : Documents.read(Files.readString(Path.of(RESOURCES + file + ".yaml")))) {
                new ResourceDesk(desk).apply(document, NAMESPACE, ALICE);
            }
        }
    }

    private Ports ports(ResourceStore where) {
        return new Ports(
                where,
                blobs,
                secrets,
                repositories,
                List.of(),
                List.of(new WrittenEvents()),
                List.of(),
                MacKey.of(new byte[32]),
                () -> now,
                KrateListener.NONE,
                "test");
    }

    /** Receives a comment, which nobody decides yet. */
    private void comment(String login, long issue, String text, boolean fork) {
        now = now.plusSeconds(60);
        String id = "d-" + ++deliveries;
        Map<String, Object> event = Map.of(
                "uid",
                "event-" + deliveries,
                "source",
                "issue-comment",
                "type",
                "issue_comment.created",
                "repository",
                "acme/app",
                "fork",
                fork,
                "actor",
                Map.of("login", login, "id", login),
                "workItem",
                Map.of("kind", "issue", "number", issue, "title", "Broken"),
                "text",
                Map.of("trigger", text, "triggerAuthorId", login),
                "occurredAt",
                now.toString());
        new DeliveryInbox(desk)
                .receive(Incoming.by("acme", NAMESPACE, "gitea")
                        .delivery(id, "issue_comment")
                        .headers(Map.of(), "valid")
                        .body(Json.write(event).getBytes(StandardCharsets.UTF_8)));
    }

    private void decideAll() {
        TriggerProcessor processor = new TriggerProcessor(desk);
        store.claim(Topics.DELIVERY, now, Duration.ofMinutes(1), 100).forEach(processor::process);
    }

    private void finished(String name, String rule, String stack, double cost) {
        Map<String, Object> document = Map.of(
                "metadata", Map.of("name", name, "namespace", NAMESPACE),
                "spec", Map.of("triggerRule", rule, "agentStack", stack, "repository", "app"),
                "status", Map.of("phase", "succeeded", "costUsd", cost));
        desk.write(records -> records.create(
                (AgentDispatchRun) ResourceCodec.read(KindRegistry.of(AgentDispatchRun.class), document)));
    }

    /** The difference, on a store that dies at the first write. */
    private Difference ask(String yaml) {
        return ask(Map.of("documents", Documents.read(yaml)));
    }

    private Difference ask(Map<String, Object> proposal) {
        Desk reading = new Desk(ports(CrashingStore.beforeCommit(store, 1)));
        return new WhatIf(reading).ask(NAMESPACE, Proposal.read(proposal, NAMESPACE));
    }

    private static String rule(String... replacements) {
        try {
            String text = Files.readString(Path.of(RESOURCES + "rule.yaml"));
            for (int i = 0; i < replacements.length; i += 2) {
                assertThat(text).contains(replacements[i]);
                text = text.replace(replacements[i], replacements[i + 1]);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aWiderRuleNewlyRunsAndSaysHowOftenForWhomAndForHowMuch() {
        comment("alice", 1, "@claude fix this", false);
        decideAll();
        for (int issue = 2; issue < 16; issue++) {
            comment("alice", issue, "it is broken", issue < 5);
        }
        comment("stranger", 20, "me too", true);
        finished("run-1", "claude-mention", "claude-fix", 2);
        finished("run-2", "claude-mention", "claude-fix", 5);
        finished("run-3", "claude-mention", "claude-fix", 2.93);
        long version = store.version();

        Difference difference = ask(rule("mention: \"@claude\"", "mention: \"\""));

        assertThat(difference.summary())
                .isEqualTo("would newly run 14 times, 3 from forks, be decided differently 1 time, 1 from forks, +$41");
        assertThat(difference.events()).isEqualTo(16);
        assertThat(difference.newlyRun()).isEqualTo(new Tally(14, 3, 0, 0));
        assertThat(difference.decidedDifferently()).isEqualTo(new Tally(1, 1, 1, 0));
        assertThat(difference.noLongerRun().count()).isZero();
        assertThat(difference.guessed()).isEqualTo(1);
        assertThat(difference.cost().usd()).contains(41.02);
        assertThat(difference.cost().basis())
                .containsExactly(new Difference.Basis("claude-mention", "claude-fix", Optional.of(2.93), "rule", 3));
        assertThat(difference.changes()).hasSize(15);
        assertThat(difference.changes().get(0))
                .extracting(Change::actor, Change::before, Change::after, Change::reason)
                .containsExactly("stranger", "nothing", "ask", "UntrustedSource");
        assertThat(store.version()).isEqualTo(version);
    }

    @Test
    void theSameRequestWithinItsWindowRunsOnce() {
        comment("alice", 1, "@claude fix this", false);
        decideAll();
        comment("alice", 7, "it is broken", false);
        comment("alice", 7, "really broken", false);
        now = now.plusSeconds(600);
        comment("alice", 7, "still broken", false);

        Difference difference = ask(rule("mention: \"@claude\"", "mention: \"\""));

        assertThat(difference.newlyRun().count()).isEqualTo(2);
        assertThat(difference.changes()).extracting(Change::after).containsExactly("run", "join", "run");
    }

    @Test
    void aRemovedGrantBlocksWhatRanAndSavesItsCost() {
        for (int issue = 1; issue < 4; issue++) {
            comment("alice", issue, "@claude fix this", false);
        }
        decideAll();
        finished("run-1", "another-rule", "claude-fix", 2);

        Difference difference =
                ask(Map.of("removed", List.of(Map.of("kind", "AgentSecretGrant", "name", "claude-fix-model"))));

        assertThat(difference.summary())
                .isEqualTo("would no longer run 3 times, 3 blocked by the permission review, -$6");
        assertThat(difference.noLongerRun()).isEqualTo(new Tally(3, 0, 0, 3));
        assertThat(difference.cost().basis().get(0).from()).isEqualTo("stack");
        assertThat(difference.changes()).extracting(Change::reason).containsOnly("MissingSecretGrant");
    }

    @Test
    void costThatNobodyKnowsIsUnknownAndCostThatReadsZeroIsSaid() {
        comment("alice", 1, "@claude fix this", false);
        decideAll();
        String wider = rule("mention: \"@claude\"", "mention: \"\"");
        comment("alice", 2, "it is broken", false);
        assertThat(ask(wider).summary()).isEqualTo("would newly run 1 time, cost unknown");

        finished("run-1", "claude-mention", "claude-fix", 0);
        assertThat(ask(wider).summary()).isEqualTo("would newly run 1 time, +$0 (1 run reported no cost so far)");
    }

    @Test
    void nothingChangesWhenTheSameIsAppliedAgain() {
        comment("alice", 1, "@claude fix this", false);
        decideAll();

        assertThat(ask(rule()).summary()).isEqualTo("would change nothing in the last 1 event");
    }

    @Test
    void onlyTheNewestEventsAreLookedAt() {
        comment("alice", 1, "@claude fix this", false);
        decideAll();
        for (int issue = 2; issue < 12; issue++) {
            comment("alice", issue, "it is broken", false);
        }

        Difference difference =
                ask(Map.of("documents", Documents.read(rule("mention: \"@claude\"", "mention: \"\"")), "events", 4));

        assertThat(difference.events()).isEqualTo(4);
        assertThat(difference.changes())
                .extracting(Change::workItem)
                .containsExactly("issue/11", "issue/10", "issue/9", "issue/8");
    }

    @Test
    void whatWasRecordedIsBelievedAndNobodyIsAskedAgain() {
        comment("alice", 1, "@claude fix this", false);
        decideAll();
        assertThat(desk.list(AgentTriggerExecution.class, Query.of("AgentTriggerExecution", NAMESPACE)))
                .hasSize(1);

        Difference difference = ask(rule("mention: \"@claude\"", "mention: \"@other\""));

        assertThat(difference.noLongerRun()).isEqualTo(new Tally(1, 0, 0, 0));
        assertThat(difference.changes().get(0).trust()).isEqualTo(Trust.TRUSTED);
        assertThat(difference.changes().get(0).reason()).isEqualTo("NoMatch");
    }

    @Test
    void aProposalThatMakesNoSenseIsRefusedWithEveryFault() {
        List<Object> documents =
                new ArrayList<>(Documents.read(rule("claude-mention\n  namespace: acme", "x\n  namespace: globex")));
        documents.add(Map.of("apiVersion", "runs.krate.a5c.ai/v1alpha1", "kind", "AgentApproval"));
        documents.add("text");
        assertThatThrownBy(() -> Proposal.read(
                        Map.of(
                                "documents",
                                documents,
                                "removed",
                                List.of(Map.of("kind", "Organization", "name", "acme")),
                                "events",
                                2_001,
                                "secrets",
                                1),
                        NAMESPACE))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("$.documents[0].metadata.namespace: expected 'acme', the organization's own")
                .hasMessageContaining("$.documents[2]: expected an object")
                .hasMessageContaining("$.removed[0]: expected kind and name of a rule, a grant, a stack or the like")
                .hasMessageContaining("$.events: expected a whole number from 1 to 2000")
                .hasMessageContaining("unknown field");
        assertThatThrownBy(() -> Proposal.read(Map.of(), NAMESPACE))
                .hasMessageContaining("$.documents: required; name what would change, or what would be removed");
    }

    /** Deliveries that are events in Krate's own words; alice may write, all others may read. */
    private static final class WrittenEvents implements ForgeSource {

        @Override
        public String kind() {
            return "gitea";
        }

        @Override
        public Reading read(ForgeDelivery delivery) {
            return new Reading(
                    Optional.of(EventDocument.read(Json.readObject(delivery.body()), delivery.organization())), "");
        }

        @Override
        public SourceEvent enrich(Forge forge, SourceEvent event) {
            return assume(event, event.actor().login().equals("alice") ? "write" : "read");
        }

        @Override
        public SourceEvent assume(SourceEvent event, String permission) {
            return event.judged(
                    new Actor(event.actor().login(), event.actor().id(), permission, false),
                    permission.equals("write") ? Trust.TRUSTED : Trust.UNTRUSTED,
                    "it has the permission " + permission);
        }
    }
}
