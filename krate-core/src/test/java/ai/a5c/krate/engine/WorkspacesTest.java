package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.run;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.Caller.Road;
import ai.a5c.krate.engine.workspace.NewWorkspace;
import ai.a5c.krate.engine.workspace.WorkspaceDesk;
import ai.a5c.krate.engine.workspace.WorkspaceOrder;
import ai.a5c.krate.git.Repositories.Lane;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.kind.execution.WorkItemWorkspaceLink;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.FakeWorktrees;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.testkit.SimulatedCrashException;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.workspace.Action;
import java.io.IOException;
import java.nio.file.Files;
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

/** Workspaces as runs use them, as people move them, and as policies let go of them. */
class WorkspacesTest {

    private static final String POLICY = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentWorkspacePolicy
            metadata: { name: kept, namespace: acme }
            spec:
              mode: %s
              retentionPolicy: { maxAge: 1h }
              maxBytes: %d
              cleanupOn: [%s]
            """;

    private ResourceStore store = new InMemoryResourceStore();
    private Path root;
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path directory) {
        root = directory;
        scenario = new Scenario(directory);
        scenario.agents.next(Script.done("The sum was a difference."));
        krate = scenario.krate(store);
    }

    private void policy(String mode, long maxBytes, String cleanupOn) {
        scenario.apply(krate);
        Documents.read(POLICY.formatted(mode, maxBytes, cleanupOn))
                .forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        scenario.apply(krate, "  runnerPool: local\n", "  runnerPool: local\n  workspacePolicyRef: kept\n");
    }

    private void runOnce() {
        scenario.deliver(krate, "d-1");
        goOn();
    }

    private void goOn() {
        for (int i = 0; i < 4; i++) {
            krate.drain();
            scenario.pass(Duration.ofSeconds(30));
        }
    }

    private void end() {
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        goOn();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.SUCCEEDED);
    }

    private AgentWorkspace workspace() {
        return all(krate, AgentWorkspace.class).get(0);
    }

    private AgentWorkspace act(Action action) {
        return act(action, "", false);
    }

    private AgentWorkspace act(Action action, String argument, boolean discard) {
        return act(new WorkspaceOrder(
                NAMESPACE, workspace().metadata().name(), action, argument, discard, OptionalLong.empty()));
    }

    private AgentWorkspace act(WorkspaceOrder order) {
        return krate.workspaces().act(order, ALICE);
    }

    private String refusal(Action action, boolean discard) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> act(action, "", discard));
        return refused == null ? "" : refused.code();
    }

    private AgentWorkspace made() {
        scenario.apply(krate);
        return krate.workspaces().provision(new NewWorkspace(NAMESPACE, "acme", "app", "", "", ""), ALICE);
    }

    private Path directory(AgentWorkspace workspace) {
        return root.resolve("trusted/acme_app").resolve(workspace.spec().workspacePath());
    }

    private void upstream(Map<String, String> files) {
        scenario.repositories.commitOnRemote("acme/app", "main", files);
    }

    @Test
    void withoutAPolicyItGoesWithItsRun() {
        scenario.apply(krate);
        runOnce();
        assertThat(workspace().status().tenancy().lastOutcome()).isEqualTo("SUCCESS");
        assertThat(workspace().status().phase()).isEqualTo(WorkspacePhase.REMOVED);
        assertThat(directory(workspace())).doesNotExist();
    }

    @Test
    void aPinnedOneStaysHoweverOldItIs() {
        policy("isolated-worktree", 0, "failure");
        runOnce();
        act(Action.PIN);
        end();
        scenario.pass(Duration.ofDays(2));
        goOn();
        assertThat(workspace().status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(directory(workspace())).isDirectory();
    }

    @Test
    void aPolicyKeepsItUntilItIsOldAndArchivesTheWorkInIt() {
        policy("isolated-worktree", 0, "");
        runOnce();
        end();
        assertThat(workspace().status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(workspace().status().tree().dirty()).isTrue();
        assertThat(workspace().status().tenancy().lastOutcome()).isEqualTo("SUCCESS");
        scenario.pass(Duration.ofMinutes(50));
        goOn();
        assertThat(workspace().status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        scenario.pass(Duration.ofMinutes(15));
        goOn();
        assertThat(workspace().status().phase()).isEqualTo(WorkspacePhase.ARCHIVED);
        assertThat(directory(workspace())).doesNotExist();
        AgentWorkspace recovered = act(Action.RECOVER);
        assertThat(recovered.status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(directory(recovered).resolve("src/Calculator.java")).hasContent("return a + b;");
    }

    @Test
    void aPolicyMayNameTheOutcomesAfterWhichItGoesAtOnce() {
        policy("isolated-worktree", 0, "success");
        runOnce();
        end();
        assertThat(workspace().status().phase()).isEqualTo(WorkspacePhase.REMOVED);
    }

    @Test
    void whatIsTooLargeIsNotWorkedIn() {
        policy("isolated-worktree", 3, "");
        runOnce();
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.FAILED);
        assertThat(run(krate).status().terminalReason().code()).isEqualTo("WorkspaceTooLarge");
        assertThat(scenario.agents.requests()).isEmpty();
    }

    @Test
    void anAgentThatNeedsNoneGetsAnEmptyDirectoryAndMakesNoPatch() {
        policy("none", 0, "");
        scenario.editedFile = "../none";
        scenario.deliver(krate, "d-1");
        scenario.atWorktree = () -> {
            throw new AssertionError("no worktree is wanted");
        };
        Path place = root.resolve("trusted/acme_app");
        krate.drain();
        assertThat(place).isDirectoryContaining(path -> path.toFile().isDirectory());
        assertThat(workspace().spec().sha()).isEmpty();
        assertThat(workspace().status().phase()).isNotEqualTo(WorkspacePhase.LOST);
    }

    @Test
    void aSharedOneIsUsedAgainAtTheCommitOfTheNextRun() {
        policy("reuse-branch", 0, "");
        AgentWorkspace first = krate.workspaces()
                .provision(new NewWorkspace(NAMESPACE, "acme", "app", "main", "kept", "issue/1"), ALICE);
        upstream(Map.of("README.md", "second\n"));
        runOnce();
        assertThat(all(krate, AgentWorkspace.class)).hasSize(1);
        assertThat(workspace().metadata().name()).isEqualTo(first.metadata().name());
        assertThat(workspace().status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(workspace().status().tenancy().lastRun())
                .isEqualTo(run(krate).metadata().name());
        assertThat(workspace().status().baseSha())
                .isEqualTo(run(krate).spec().sha())
                .isNotEqualTo(first.spec().sha());
        assertThat(directory(first).resolve("README.md")).exists();
    }

    @Test
    void workOfAnOutsiderHasALaneOfItsOwn() {
        policy("reuse-branch", 0, "");
        krate.workspaces().provision(new NewWorkspace(NAMESPACE, "acme", "app", "main", "kept", "issue/1"), ALICE);
        AgentWorkspace ours = workspace();
        Remote outsiders = new Remote("acme/app", "", Optional.empty()).in(Lane.UNTRUSTED);
        assertThat(scenario.repositories
                        .worktrees()
                        .look(outsiders, ours.spec().workspacePath(), "", List.of())
                        .missing())
                .isTrue();
        assertThat(ours.spec().trust()).isEqualTo(Trust.TRUSTED);
    }

    @Test
    void oneIsMadeForPeopleOnceAndKept() {
        AgentWorkspace first = made();
        assertThat(first.status().phase()).isEqualTo(WorkspacePhase.PROVISIONED);
        assertThat(first.status().tree().headSha()).isEqualTo(first.spec().sha());
        assertThat(made().metadata().uid()).isEqualTo(first.metadata().uid());
        scenario.pass(Duration.ofDays(30));
        goOn();
        assertThat(workspace().status().phase()).isEqualTo(WorkspacePhase.PROVISIONED);
        assertThat(krate.audit().verify(NAMESPACE).intact()).isTrue();
        assertThat(krate.audit().list(NAMESPACE, 0, 100))
                .extracting(
                        record -> record.entry().action() + " " + record.entry().actor())
                .contains("workspace.create alice", "workspace.provision alice", "workspace.provisioned krate");
    }

    @Test
    void whatIsNotThereCannotBeProvisioned() {
        scenario.apply(krate);
        for (NewWorkspace wrong : List.of(
                new NewWorkspace(NAMESPACE, "acme", "other", "", "", ""),
                new NewWorkspace(NAMESPACE, "acme", "app", "gone", "", ""),
                new NewWorkspace(NAMESPACE, "acme", "app", "", "gone", ""),
                new NewWorkspace(NAMESPACE, "acme", "app", "", "", "7"))) {
            assertThat(catchThrowableOfType(
                            RefusedException.class, () -> krate.workspaces().provision(wrong, ALICE)))
                    .extracting(RefusedException::code)
                    .isEqualTo("INVALID_RESOURCE");
        }
        assertThat(all(krate, AgentWorkspace.class)).isEmpty();
    }

    @Test
    void dirtyWorkIsArchivedOrDiscardedNeverLost() throws IOException {
        AgentWorkspace made = made();
        Files.writeString(directory(made).resolve("new.txt"), "new\n");
        scenario.pass(Duration.ofMinutes(10));
        krate.drain();
        assertThat(workspace().status().tree().dirty()).isTrue();
        assertThat(refusal(Action.CLEANUP, false)).isEqualTo("WORKSPACE_DIRTY");
        assertThat(act(Action.ARCHIVE).status().phase()).isEqualTo(WorkspacePhase.ARCHIVED);
        assertThat(directory(made)).doesNotExist();
        assertThat(refusal(Action.CLEANUP, false)).isEqualTo("HAS_ARCHIVE");
        assertThat(act(Action.RECOVER).status().tree().dirty()).isTrue();
        assertThat(directory(made).resolve("new.txt")).hasContent("new\n");
        AgentWorkspace removed = act(Action.CLEANUP, "", true);
        assertThat(removed.status().phase()).isEqualTo(WorkspacePhase.REMOVED);
        assertThat(directory(made)).doesNotExist();
    }

    @Test
    void whatWentMissingIsFoundOutAndRecovered() throws IOException {
        AgentWorkspace made = made();
        scenario.repositories.removeWorktree(
                new Remote("acme/app", "", Optional.empty()), made.spec().workspacePath());
        scenario.pass(Duration.ofMinutes(10));
        krate.drain();
        assertThat(workspace().status().phase()).isEqualTo(WorkspacePhase.LOST);
        assertThat(workspace().status().tree().missing()).isTrue();
        assertThat(refusal(Action.ARCHIVE, false)).isEqualTo("NOT_THERE");
        assertThat(act(Action.RECOVER).status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(directory(made)).isDirectory();
    }

    @Test
    void workMovesOntoWhatItsRefIsAtNow() throws IOException {
        AgentWorkspace made = made();
        Files.writeString(directory(made).resolve("new.txt"), "new\n");
        upstream(Map.of("README.md", "theirs\n"));
        AgentWorkspace rebased = act(Action.REBASE_START);
        assertThat(rebased.status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(rebased.status().baseSha()).isNotEqualTo(made.spec().sha());
        assertThat(rebased.status().tree().behind()).isZero();
        assertThat(directory(made).resolve("README.md")).hasContent("theirs");
        assertThat(directory(made).resolve("new.txt")).hasContent("new");
    }

    @Test
    void conflictsAreMarkedResolvedOrUndone() throws IOException {
        AgentWorkspace made = made();
        Path file = directory(made).resolve("src/Calculator.java");
        Files.writeString(file, "mine\n");
        upstream(Map.of("src/Calculator.java", "theirs\n"));
        AgentWorkspace stopped = act(Action.REBASE_START);
        assertThat(stopped.status().phase()).isEqualTo(WorkspacePhase.REBASING);
        assertThat(stopped.status().tree().conflicts()).containsExactly("src/Calculator.java");
        assertThat(refusal(Action.REBASE_MARK_RESOLVED, false)).isEqualTo("CONFLICTS");
        assertThat(workspace().status().phase()).isEqualTo(WorkspacePhase.REBASING);
        assertThat(act(Action.REBASE_ABORT).status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(file).hasContent("mine");
        assertThat(workspace().status().baseSha()).isEqualTo(made.spec().sha());
        act(Action.REBASE_START);
        Files.writeString(file, "both\n");
        assertThat(act(Action.REBASE_MARK_RESOLVED).status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(file).hasContent("both");
    }

    @Test
    void conflictsAreResolvedForTheSideThatIsWanted() throws IOException {
        AgentWorkspace made = made();
        Path file = directory(made).resolve("src/Calculator.java");
        Files.writeString(file, "mine\n");
        upstream(Map.of("src/Calculator.java", "theirs\n"));
        act(Action.REBASE_START);
        AgentWorkspace resolved = act(Action.REBASE_AUTO_RESOLVE, "upstream", false);
        assertThat(resolved.status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(resolved.status().tree().conflicts()).isEmpty();
        assertThat(file).hasContent("theirs");
    }

    @Test
    void onlyTheServerWhereItIsTouchesIt() {
        made();
        ((FakeWorktrees) scenario.repositories.worktrees()).moveTo("elsewhere");
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> act(Action.ARCHIVE));
        assertThat(refused.code()).isEqualTo("OTHER_HOST");
        assertThat(refused)
                .hasMessage("the workspace is on 'fake-host', and this server is on 'elsewhere'; ask a server there");
        assertThat(act(Action.PIN).status().pinned()).isTrue();
    }

    @Test
    void somebodyWhoLookedAtAnEarlierStateIsToldSo() {
        AgentWorkspace made = made();
        act(Action.PIN);
        WorkspaceOrder stale = new WorkspaceOrder(
                NAMESPACE,
                made.metadata().name(),
                Action.UNPIN,
                "",
                false,
                OptionalLong.of(made.status().stateGeneration()));
        assertThat(catchThrowableOfType(RefusedException.class, () -> act(stale))
                        .code())
                .isEqualTo("STALE");
        assertThat(workspace().status().pinned()).isTrue();
    }

    @Test
    void aForeignOneIsAsIfItWereNotThere() {
        AgentWorkspace made = made();
        Caller stranger = new Caller("eve", Road.API, false, Set.of("globex"));
        WorkspaceOrder order =
                new WorkspaceOrder(NAMESPACE, made.metadata().name(), Action.PIN, "", false, OptionalLong.empty());
        assertThat(catchThrowableOfType(
                                RefusedException.class, () -> krate.workspaces().act(order, stranger))
                        .code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void notesAndLinksAreKept() {
        made();
        assertThat(act(Action.NOTE, "look at line 7", false).status().note()).isEqualTo("look at line 7");
        act(Action.LINK, "issue/7", false);
        act(Action.LINK, "issue/7", false);
        assertThat(all(krate, WorkItemWorkspaceLink.class)).hasSize(1);
        for (WorkspaceOrder wrong : List.of(
                order(Action.NOTE, "x".repeat(2_001)),
                order(Action.LINK, "7"),
                order(Action.REBASE_AUTO_RESOLVE, "mine"))) {
            assertThat(catchThrowableOfType(RefusedException.class, () -> act(wrong))
                            .code())
                    .isEqualTo("INVALID_RESOURCE");
        }
    }

    private WorkspaceOrder order(Action action, String argument) {
        return new WorkspaceOrder(
                NAMESPACE, workspace().metadata().name(), action, argument, false, OptionalLong.empty());
    }

    @Test
    void everythingThatCanBeAskedIsOfferedOrSaysWhyNot() {
        List<WorkspaceDesk.Offer> offers = krate.workspaces().offers(made());
        assertThat(offers).extracting(WorkspaceDesk.Offer::action).containsExactly(Action.values());
        assertThat(offers)
                .filteredOn(offer -> offer.refusal().isPresent())
                .extracting(WorkspaceDesk.Offer::action)
                .containsExactly(
                        Action.RECOVER, Action.REBASE_AUTO_RESOLVE, Action.REBASE_MARK_RESOLVED, Action.REBASE_ABORT);
    }

    /** A server dies at the n-th commit of an action, for every n: the next look brings it to the same end. */
    @Test
    void anActionThatDiedHalfWayIsFinishedByTheHost() throws IOException {
        for (Action action : List.of(Action.ARCHIVE, Action.CLEANUP, Action.REBASE_START)) {
            int n = 0;
            boolean died = true;
            while (died) {
                n++;
                boolean afterCommit = dies(action, n, true);
                boolean beforeCommit = dies(action, n, false);
                died = afterCommit && beforeCommit;
            }
            assertThat(n).as("%s has commits to die at", action).isGreaterThan(2);
        }
    }

    private boolean dies(Action action, int n, boolean after) throws IOException {
        Path own = Files.createDirectories(root.resolve(action.word() + n + after));
        store = new InMemoryResourceStore();
        start(own);
        AgentWorkspace made = made();
        Files.writeString(directory(made).resolve("new.txt"), "new\n");
        upstream(Map.of("README.md", "theirs\n"));
        krate.drain();
        Krate dying =
                scenario.krate(after ? CrashingStore.afterCommit(store, n) : CrashingStore.beforeCommit(store, n));
        boolean died = false;
        try {
            dying.workspaces()
                    .act(
                            new WorkspaceOrder(
                                    NAMESPACE,
                                    made.metadata().name(),
                                    action,
                                    "",
                                    action == Action.CLEANUP,
                                    OptionalLong.empty()),
                            ALICE);
        } catch (SimulatedCrashException e) {
            died = true;
        }
        for (int i = 0; i < 3; i++) {
            scenario.pass(Duration.ofMinutes(2));
            krate.drain();
        }
        WorkspacePhase expected = switch (action) {
            case ARCHIVE -> WorkspacePhase.ARCHIVED;
            case CLEANUP -> WorkspacePhase.REMOVED;
            default -> WorkspacePhase.RELEASED;
        };
        assertThat(workspace().status().task().pending()).isEmpty();
        boolean begun = workspace().status().stateGeneration() > made.status().stateGeneration();
        assertThat(workspace().status().phase())
                .as("%s, died at commit %d", action, n)
                .isEqualTo(begun ? expected : WorkspacePhase.PROVISIONED);
        if (begun && action == Action.REBASE_START) {
            assertThat(directory(made).resolve("README.md")).hasContent("theirs");
            assertThat(directory(made).resolve("new.txt")).hasContent("new");
        }
        return died;
    }
}
