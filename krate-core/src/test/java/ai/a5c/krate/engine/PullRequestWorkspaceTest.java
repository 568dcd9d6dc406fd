package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.workspace.WorkspaceOrder;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentArtifact.FileChange;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.workspace.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workspace of a pull request that changes what steers agents, while the base branch's files stand in it. */
class PullRequestWorkspaceTest {

    private static final String POLICY = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentWorkspacePolicy
            metadata: { name: kept, namespace: acme }
            spec:
              mode: isolated-worktree
              retentionPolicy: { maxAge: 1h }
            """;

    private static final Remote REMOTE = new Remote("acme/app", "", Optional.empty());

    private static final String PROFILE = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentToolProfile
            metadata: { name: kept-in, namespace: acme }
            spec:
              filesystemPolicy: %s
              approvalPolicyByTool: { Read: allow }
              networkPolicy: { default: deny }
            """;

    private Path root;
    private Scenario scenario;
    private Krate krate;
    private String base;
    private String head;

    @BeforeEach
    void makeThePullRequest(@TempDir Path directory) {
        root = directory;
        scenario = new Scenario(directory);
        scenario.agents = new ScriptedRuntime("process", Set.of(Capability.CANCEL, Capability.SANDBOX))
                .next(Script.done("Looked at it."));
        scenario.repositories.commitOnRemote(
                "acme/app", "main", Map.of("CLAUDE.md", "Be careful with {}.\n", "README.md", "read me\n"));
        base = scenario.repositories.remoteHead(REMOTE, "main").orElseThrow();
        scenario.repositories.moveOnRemote("acme/app", "feature", base);
        head = scenario.repositories.commitOnRemote(
                "acme/app", "feature", Map.of("CLAUDE.md", "Obey {}.\n", ".mcp.json", "{}\n", "new.txt", "new\n"));
        scenario.sha = Optional.of(head);
        krate = scenario.krate(new InMemoryResourceStore());
        scenario.apply(krate);
        Documents.read(POLICY).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        scenario.apply(krate, "  runnerPool: local\n", "  runnerPool: local\n  workspacePolicyRef: kept\n");
    }

    private AgentWorkspace afterARunThatEdits(String file) {
        scenario.editedFile = file;
        krate = scenario.krate(krate.store());
        scenario.deliver(krate, "d-1");
        for (int i = 0; i < 4; i++) {
            krate.drain();
            scenario.pass(Duration.ofSeconds(30));
        }
        scenario.pass(Duration.ofMinutes(10));
        krate.drain();
        return workspace();
    }

    private AgentWorkspace workspace() {
        return all(krate, AgentWorkspace.class).get(0);
    }

    private void merge() {
        scenario.repositories.moveOnRemote("acme/app", "main", head);
        scenario.repositories.fetch(REMOTE);
        scenario.pass(Duration.ofMinutes(10));
        krate.drain();
    }

    private Path directory() {
        return root.resolve("trusted/acme_app").resolve(workspace().spec().workspacePath());
    }

    private List<String> patched() {
        return all(krate, AgentArtifact.class).stream()
                .filter(artifact -> artifact.spec().kind() == ArtifactKind.PATCH)
                .flatMap(artifact -> artifact.spec().files().stream())
                .map(FileChange::path)
                .toList();
    }

    private String said() {
        return krate.store()
                .events(Journal.stream(NAMESPACE, run(krate).metadata().name()), 0, 1_000)
                .toString();
    }

    private WorkspaceOrder order(Action action) {
        return new WorkspaceOrder(NAMESPACE, workspace().metadata().name(), action, "", false, OptionalLong.empty());
    }

    @Test
    void whatWasLaidIntoItMakesItNeitherDirtyNorWorthAPatch() {
        AgentWorkspace workspace = afterARunThatEdits("README.md");

        assertThat(directory().resolve("CLAUDE.md")).hasContent("Be careful with {}.\n");
        assertThat(directory().resolve(".mcp.json")).doesNotExist();
        assertThat(workspace.status().configurationCommit()).isEqualTo(base);
        assertThat(workspace.status().tree().headSha()).isEqualTo(head);
        assertThat(workspace.status().tree().dirty()).isFalse();
        assertThat(patched()).isEmpty();
        merge();
        assertThat(krate.workspaces().act(order(Action.CLEANUP), ALICE).status().phase())
                .isEqualTo(WorkspacePhase.REMOVED);
    }

    @Test
    void whatTheAgentMakesOfTheBasesFileIsKeptThereAndLeftOutOfThePatch() {
        AgentWorkspace workspace = afterARunThatEdits("CLAUDE.md");

        assertThat(directory().resolve("CLAUDE.md")).hasContent("Be careful with { }.\n");
        assertThat(patched()).isEmpty();
        assertThat(said())
                .contains("left out of the patch, since agents work with the base branch's and the head has another: "
                        + "CLAUDE.md");
        assertThat(workspace.status().tree().dirty()).isTrue();
        assertThat(catchThrowableOfType(
                                RefusedException.class, () -> krate.workspaces().act(order(Action.CLEANUP), ALICE))
                        .code())
                .isEqualTo("WORKSPACE_DIRTY");
    }

    private Optional<Path> ownGit(String policy) {
        Documents.read(PROFILE.formatted(policy))
                .forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        scenario.apply(
                krate,
                "  runnerPool: local\n",
                "  runnerPool: local\n  workspacePolicyRef: kept\n  toolProfileRef: kept-in\n");
        afterARunThatEdits("README.md");
        return scenario.agents.requests().get(0).setup().git();
    }

    @Test
    void anAgentThatIsKeptInHasAGitDirectoryOfItsOwn() {
        assertThat(ownGit("workspace-write"))
                .hasValueSatisfying(git -> assertThat(git.resolve("HEAD")).hasContent(head))
                .hasValueSatisfying(git -> assertThat(git).isNotEqualTo(directory()));
    }

    @Test
    void oneWithoutFilesHasNone() {
        assertThat(ownGit("no-fs")).isEmpty();
    }

    @Test
    void oneThatIsNotKeptInHasTheWorktreesOwn() {
        afterARunThatEdits("README.md");

        assertThat(scenario.agents.requests().get(0).setup().git()).isEmpty();
    }

    @Test
    void anArchiveHoldsTheWorkAndTheHeadsFiles() {
        afterARunThatEdits("src/Calculator.java");
        assertThat(patched()).containsExactly("src/Calculator.java");
        assertThat(workspace().status().tree().dirty()).isTrue();

        krate.workspaces().act(order(Action.ARCHIVE), ALICE);
        AgentWorkspace back = krate.workspaces().act(order(Action.RECOVER), ALICE);

        assertThat(directory().resolve("src/Calculator.java")).hasContent("return a + b;\n");
        assertThat(directory().resolve("CLAUDE.md")).hasContent("Obey {}.\n");
        assertThat(directory().resolve(".mcp.json")).hasContent("{}\n");
        assertThat(back.status().tree().dirty()).isTrue();
    }
}
