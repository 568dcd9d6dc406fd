package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Ownership;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T09: runs of outsiders and of people who may write, of one repository, ref and work item on one server, know nothing of
 * each other.
 */
class UntrustedLaneTest {

    private static final String OUTSIDERS = "canary-of-the-outsider";
    private static final String OURS = "canary-of-the-maintainer";

    private WorkspaceScenario at;
    private int deliveries;

    @BeforeEach
    void onePoolForBoth(@TempDir Path directory) {
        at = new WorkspaceScenario(directory);
        at.policy(
                "reuse-branch",
                0,
                "",
                "trustTier: trusted",
                "trustTier: untrusted",
                "  requiredSecrets:\n    - { name: model-provider, keys: [api-key], purpose: model-provider-token }\n",
                "");
    }

    /** A whole run of {@code trust} that says {@code canary}, to its end. */
    private AgentDispatchRun runOf(Trust trust, String canary) {
        at.scenario.agents.next(Script.silent()
                .say(AgentEvent.Type.MESSAGE, "thinking of " + canary)
                .say(AgentEvent.Type.RESULT, "It was " + canary)
                .end(Outcome.SUCCEEDED, "exited with status 0"));
        at.scenario.trust = trust;
        at.scenario.login = trust == Trust.TRUSTED ? "alice" : "mallory";
        at.scenario.deliver(at.krate, event(trust));
        at.krate.drain();
        pending(at.krate).stream()
                .filter(one -> one.spec().action().equals("untrusted-dispatch"))
                .forEach(one -> at.krate.approvals().decide(yes(one), ALICE));
        at.goOn();
        pending(at.krate).forEach(one -> at.krate.approvals().decide(yes(one), ALICE));
        at.goOn();
        at.scenario.pass(Duration.ofMinutes(15));
        return all(at.krate, AgentDispatchRun.class).stream()
                .max(Comparator.comparing(run -> run.metadata().creationTimestamp()))
                .orElseThrow();
    }

    private SourceEvent event(Trust trust) {
        String id = "comment-" + ++deliveries;
        String permission = trust == Trust.TRUSTED ? "write" : "none";
        return SourceEvent.of(id, "acme", Source.ISSUE_COMMENT, "issue_comment.created", "acme/app")
                .actor(new Actor(at.scenario.login, "2", permission, false))
                .trust(trust, "as the test says")
                .ref(Optional.of("main"))
                .fork(trust != Trust.TRUSTED)
                .workItem(Optional.of(new WorkItem("issue", 1, "Crash on start")))
                .text(new Text(Scenario.BODY, "It crashes.", "2"))
                .mentions(List.of("@claude"))
                .occurredAt(at.scenario.now())
                .build();
    }

    /** Both, the one of {@code first} before, which leaves a file more in its workspace. */
    private void both(Trust first, String firstCanary, Trust second, String secondCanary) throws IOException {
        runOf(first, firstCanary);
        Files.writeString(launched(0).workspace().resolve(firstCanary + ".txt"), firstCanary);
        runOf(second, secondCanary);
        assertThat(all(at.krate, AgentDispatchRun.class))
                .extracting(run -> run.spec().trust())
                .containsExactlyInAnyOrder(Trust.TRUSTED, Trust.UNTRUSTED);
        assertThat(all(at.krate, AgentDispatchRun.class))
                .extracting(run ->
                        run.spec().repository() + run.spec().ref() + run.spec().workItem())
                .containsOnly("appmainissue/1");
    }

    private LaunchRequest launched(int number) {
        return at.scenario.agents.requests().get(number);
    }

    private AgentDispatchRun run(Trust trust) {
        return all(at.krate, AgentDispatchRun.class).stream()
                .filter(run -> run.spec().trust() == trust)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatAnOutsidersRunLeavesIsNotThereForATrustedOne() throws IOException {
        both(Trust.UNTRUSTED, OUTSIDERS, Trust.TRUSTED, OURS);
        isApart(run(Trust.TRUSTED), launched(1), OUTSIDERS);
        isApart(run(Trust.UNTRUSTED), launched(0), OURS);
    }

    @Test
    void whatATrustedRunLeavesIsNotThereForAnOutsiders() throws IOException {
        both(Trust.TRUSTED, OURS, Trust.UNTRUSTED, OUTSIDERS);
        isApart(run(Trust.UNTRUSTED), launched(1), OURS);
        isApart(run(Trust.TRUSTED), launched(0), OUTSIDERS);
    }

    /** Nothing that the run was given, found or left names what the other one said. */
    private void isApart(AgentDispatchRun run, LaunchRequest launch, String foreign) throws IOException {
        String lane = run.spec().trust() == Trust.TRUSTED ? "trusted" : "untrusted";
        assertThat(launch.workspace()).startsWith(at.root.resolve(lane));
        assertThat(files(launch.workspace())).noneMatch(path -> path.contains(foreign));
        assertThat(launch.trust()).isEqualTo(run.spec().trust());
        assertThat(launch.prompt() + launch.setup() + launch.environment()).doesNotContain(foreign);
        assertThat(launch.setup().origin())
                .as("no conversation is gone on with")
                .isEmpty();
        assertThat(timeline(run)).doesNotContain(foreign);
        List<AgentArtifact> artifacts = all(at.krate, AgentArtifact.class).stream()
                .filter(one -> one.spec().dispatchRun().equals(run.metadata().name()))
                .toList();
        assertThat(artifacts)
                .extracting(one -> one.spec().kind())
                .contains(ArtifactKind.PATCH, ArtifactKind.DIAGNOSIS, ArtifactKind.TRANSCRIPT);
        assertThat(artifacts).allSatisfy(one -> assertThat(text(one)).doesNotContain(foreign));
        assertThat(run.status().artifacts())
                .allMatch(name ->
                        artifacts.stream().anyMatch(one -> one.metadata().name().equals(name)));
    }

    private static Set<String> files(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.map(path -> directory.relativize(path).toString()).collect(Collectors.toSet());
        }
    }

    private String text(AgentArtifact artifact) {
        return new String(
                at.scenario.blobs.get(new Digest(artifact.spec().digest())).orElseThrow(), StandardCharsets.UTF_8);
    }

    private String timeline(AgentDispatchRun run) {
        return at.store
                .events(Journal.stream(NAMESPACE, run.metadata().name()), 0, 500)
                .toString();
    }

    @Test
    void eachHasItsOwnWorkspaceConversationAndWriteBacks() throws IOException {
        both(Trust.UNTRUSTED, OUTSIDERS, Trust.TRUSTED, OURS);
        assertThat(all(at.krate, AgentWorkspace.class))
                .extracting(one -> one.spec().trust() + " of " + one.spec().ownership())
                .containsExactlyInAnyOrder(
                        Trust.UNTRUSTED + " of " + Ownership.ATTEMPT, Trust.TRUSTED + " of " + Ownership.REF);
        assertThat(all(at.krate, AgentSession.class))
                .extracting(one -> one.spec().resumes() + one.spec().forkedFrom())
                .hasSize(2)
                .containsOnly("");
        assertThat(launched(0).launchKey()).isNotEqualTo(launched(1).launchKey());
        assertThat(all(at.krate, AgentWriteBack.class))
                .filteredOn(one -> one.spec().action().equals("branch-push"))
                .extracting(one -> one.spec().target())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void reusePerBranchNeverCrossesTheTrust() throws IOException {
        both(Trust.TRUSTED, OURS, Trust.UNTRUSTED, OUTSIDERS);
        Path ours = launched(0).workspace();
        Files.delete(ours.resolve(OURS + ".txt"));
        runOf(Trust.UNTRUSTED, OUTSIDERS + "-again");
        runOf(Trust.TRUSTED, OURS + "-again");
        assertThat(Stream.of(1, 2, 3).map(this::launched).map(LaunchRequest::workspace))
                .doesNotHaveDuplicates();
        assertThat(launched(1).workspace()).isNotEqualTo(launched(2).workspace());
        assertThat(launched(3).workspace().toString()).doesNotContain("untrusted");
        assertThat(files(launched(3).workspace())).noneMatch(path -> path.contains(OUTSIDERS));
    }
}
