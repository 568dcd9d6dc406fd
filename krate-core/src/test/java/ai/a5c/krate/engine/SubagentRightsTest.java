package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.runtime.Verdict;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.target.Mutation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A subagent uses the tools that it is given, and what it made is written only as people have seen it. */
class SubagentRightsTest {

    private SubagentWorld world;

    @BeforeEach
    void start(@TempDir Path root) {
        world = new SubagentWorld(root);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private AgentDispatchRun child(String more, String... replacements) {
        world.change(replacements);
        world.apply(SubagentWorld.REVIEWER + more);
        return world.slowChild(world.working(), "s-1");
    }

    private static Map<String, String> question(String id, String tool) {
        return Map.of(Detail.REQUEST_ID, id, Detail.TOOL, tool, "input", "{}");
    }

    @Test
    void aToolThatTheSubagentIsNotGivenIsDeniedWhateverTheStackAllows() {
        AgentDispatchRun child =
                child("  toolRefs: [Read]\n", "adapter: claude", "adapter: claude\n  approvalMode: auto");
        Session session = world.sessionOf(child);
        world.scenario.agents.say(session, AgentEvent.Type.QUESTION, "", question("q-1", "Read"));
        world.scenario.agents.say(session, AgentEvent.Type.QUESTION, "", question("q-2", "Bash"));
        world.await(() -> world.scenario.agents.verdicts(session).size() == 2);
        assertThat(world.scenario.agents.verdicts(session))
                .containsExactly(
                        new Verdict("q-1", true, "the tool profile allows it"),
                        new Verdict("q-2", false, "this subagent is not given the tool 'Bash'"));
        assertThat(world.scenario.agents.requests())
                .extracting(LaunchRequest::setup)
                .satisfiesExactly(
                        parent -> {
                            assertThat(parent.tools()).isEmpty();
                            assertThat(parent.questions()).isEqualTo(Questions.ALLOW);
                        },
                        setup -> {
                            assertThat(setup.tools()).contains(Set.of("Read"));
                            assertThat(setup.questions()).isEqualTo(Questions.ASK);
                        });
    }

    @Test
    void aToolThatWasUsedWithoutAskingEndsTheSubagent() {
        AgentDispatchRun child = child("  toolRefs: [Read]\n");
        Session session = world.sessionOf(child);
        world.scenario.agents.say(
                session, AgentEvent.Type.TOOL_CALL, "rm", Map.of(Detail.TOOL, "Bash", Detail.TOOL_CALL, "c-1"));
        world.scenario.agents.say(session, AgentEvent.Type.TOOL_RESULT, "done", Map.of(Detail.TOOL_CALL, "c-1"));
        world.awaitPhase(child, RunPhase.FAILED);
        assertThat(world.run(child).status().terminalReason().code()).isEqualTo("ToolNotAllowed");
        assertThat(world.run(child).status().failure().failureClass()).isEqualTo("policy");
    }

    private AgentDispatchRun finishedFamily(String allowed) {
        AgentDispatchRun child = child(
                "  toolRefs: [Edit]\n  workspaceScope: branch-local\n",
                "allowedTargets: [branch-push, issue-comment, pr-comment]",
                "allowedTargets: [%s]\n    autoAllow: [branch-push, issue-comment]".formatted(allowed));
        AgentDispatchRun parent = world.run(child.spec().parentRun());
        world.scenario.agents.say(world.sessionOf(child), AgentEvent.Type.RESULT, "It was a difference.", Map.of());
        world.scenario.agents.end(world.sessionOf(child), Outcome.SUCCEEDED, "done");
        world.awaitLane(parent, "s-1", "succeeded");
        world.scenario.agents.end(world.first(), Outcome.SUCCEEDED, "done");
        world.awaitPhase(parent, RunPhase.WAITING_FOR_APPROVAL);
        return parent;
    }

    private List<AgentWriteBack> ofChild(AgentDispatchRun parent) {
        String child = world.run(parent).status().childRuns().get(0);
        return Scenario.all(world.krate, AgentWriteBack.class).stream()
                .filter(one -> one.spec().artifact().startsWith(child))
                .toList();
    }

    @Test
    void whatASubagentMadeIsOfferedOnlyWhereThePolicyNamesItAndOnlyToPeople() {
        AgentDispatchRun parent = finishedFamily("branch-push, issue-comment, subagent-output");
        AgentWriteBack push = ofChild(parent).get(0);
        assertThat(ofChild(parent)).hasSize(1);
        assertThat(push.spec().action()).isEqualTo("branch-push");
        assertThat(push.spec().target())
                .isEqualTo("krate/" + world.run(parent).status().childRuns().get(0));
        AgentApproval question = pending(world.krate).get(0);
        assertThat(question.spec().actions())
                .filteredOn(action -> action.ordinal() == push.spec().ordinal())
                .singleElement()
                .satisfies(action -> {
                    assertThat(action.digest()).isEqualTo(push.spec().contentDigest());
                    assertThat(action.preview()).contains("+return a + b;");
                });
        assertThat(world.scenario.target.writes()).isEmpty();

        world.krate.approvals().decide(yes(question, push.spec().ordinal()), ALICE);
        world.awaitPhase(parent, RunPhase.SUCCEEDED);
        assertThat(world.scenario.target.effects())
                .extracting(Mutation::target)
                .containsExactly(push.spec().target());
    }

    @Test
    void withoutThatNameNothingOfASubagentIsOffered() {
        assertThat(ofChild(finishedFamily("branch-push, issue-comment"))).isEmpty();
    }

    @Test
    void anOutputThatWasChangedAfterTheYesIsNotWritten() {
        AgentWriteBack push =
                ofChild(finishedFamily("branch-push, subagent-output")).get(0);
        AgentApproval question = pending(world.krate).get(0);
        world.krate.close();
        world.krate = world.scenario.krate(world.store);
        world.krate.approvals().decide(yes(question, push.spec().ordinal()), ALICE);
        String other =
                world.scenario.blobs.put("diff --git a/x b/x\n".getBytes(UTF_8)).text();
        replace(
                push.metadata().name(),
                "AgentWriteBack",
                "\"patchDigest\":\"" + push.spec().contentDigest(),
                "\"patchDigest\":\"" + other);
        world.krate.drain();
        refused(push);
    }

    @Test
    void anArtifactThatWasExchangedIsNotWrittenEither() {
        AgentWriteBack push =
                ofChild(finishedFamily("branch-push, subagent-output")).get(0);
        AgentApproval question = pending(world.krate).get(0);
        world.krate.close();
        world.krate = world.scenario.krate(world.store);
        world.krate.approvals().decide(yes(question, push.spec().ordinal()), ALICE);
        String other =
                world.scenario.blobs.put("diff --git a/x b/x\n".getBytes(UTF_8)).text();
        replace(push.spec().artifact(), "AgentArtifact", push.spec().contentDigest(), other);
        world.krate.drain();
        refused(push);
    }

    private void refused(AgentWriteBack push) {
        AgentWriteBack now = world.krate
                .resources()
                .get(AgentWriteBack.class, NAMESPACE, push.metadata().name())
                .orElseThrow();
        assertThat(now.status().phase()).isEqualTo(WriteBackPhase.FAILED);
        assertThat(now.status().reason().code()).isEqualTo("SOURCE_CHANGED");
        assertThat(world.scenario.target.writes()).isEmpty();
    }

    /** What somebody does who can write to the database. */
    private void replace(String name, String kind, String before, String after) {
        world.store.transact(transaction -> {
            StoredResource stored =
                    transaction.get(new ResourceKey(kind, NAMESPACE, name)).orElseThrow();
            assertThat(stored.document()).contains(before);
            return transaction.put(
                    new ResourceDraft(
                            stored.key(),
                            stored.labels(),
                            stored.fields(),
                            stored.document().replace(before, after)),
                    stored.version());
        });
    }
}
