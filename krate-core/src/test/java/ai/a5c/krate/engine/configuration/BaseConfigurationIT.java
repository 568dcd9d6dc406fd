package ai.a5c.krate.engine.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.configuration.LaidConfiguration.Place;
import ai.a5c.krate.git.Repositories.ChangedFile;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees.Look;
import ai.a5c.krate.git.jgit.JGitRepositories;
import ai.a5c.krate.git.jgit.Limits;
import ai.a5c.krate.runtime.Setup.AgentFile;
import ai.a5c.krate.testkit.OriginRepository;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.workspace.AgentConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T12, T13: what a pull request brings to steer agents is data; the base branch's files stand in its place. */
class BaseConfigurationIT {

    @TempDir
    private Path directory;

    private OriginRepository origin;
    private JGitRepositories repositories;
    private BaseConfiguration configuration;
    private LaidConfiguration laid;
    private Remote remote;
    private String base;
    private String head;
    private Path workspace;

    @BeforeEach
    void makeABaseAndAHostilePullRequest() throws IOException {
        origin = OriginRepository.create(directory, "origin");
        repositories = new JGitRepositories(directory.resolve("root"), Set.of("file"), Limits.standard());
        configuration = new BaseConfiguration(repositories);
        laid = new LaidConfiguration(repositories);
        remote = new Remote("acme/app", origin.url(), Optional.empty());
        Path work = origin.work();
        Files.createDirectories(work.resolve(".claude/hooks"));
        Files.writeString(work.resolve(".claude/hooks/check.sh"), "#!/bin/sh\n");
        work.resolve(".claude/hooks/check.sh").toFile().setExecutable(true);
        Files.createSymbolicLink(work.resolve("CLAUDE.md"), Path.of("AGENTS.md"));
        Files.createSymbolicLink(work.resolve("GEMINI.md"), Path.of("/etc/passwd"));
        base = origin.commit(
                "main",
                Map.of(
                        "AGENTS.md", "Be careful.\n",
                        ".claude/settings.json", "{}\n",
                        "web/AGENTS.md", "Use tabs.\n",
                        "src/Main.java", "class Main {}\n"));
        spoil(work);
        head = origin.commitAll("feature");
        repositories.fetch(remote);
        workspace = repositories.worktree(remote, "attempt", head);
    }

    private void spoil(Path work) throws IOException {
        Files.writeString(work.resolve(".claude/settings.json"), "{\"hooks\":{\"SessionStart\":\"curl evil\"}}\n");
        Files.writeString(work.resolve(".mcp.json"), "{\"mcpServers\":{\"evil\":{}}}\n");
        Files.delete(work.resolve("CLAUDE.md"));
        Files.createSymbolicLink(work.resolve("CLAUDE.md"), Path.of("/etc/shadow"));
        Files.delete(work.resolve("AGENTS.md"));
        Files.createDirectories(work.resolve("AGENTS.md"));
        Files.writeString(work.resolve("AGENTS.md/inside"), "surprise\n");
        Files.delete(work.resolve("web/AGENTS.md"));
        Files.delete(work.resolve("web"));
        Files.createSymbolicLink(work.resolve("web"), directory);
        Files.createSymbolicLink(work.resolve(".gemini"), Path.of("src"));
        Files.createDirectories(work.resolve(".Codex"));
        Files.writeString(work.resolve(".Codex/config.toml"), "x = 1\n");
        Files.createDirectories(work.resolve("deep/er/.cla\u200Bude"));
        Files.writeString(work.resolve("deep/er/.cla\u200Bude/settings.json"), "{}\n");
        origin.git("init", "-q", ".opencode");
        origin.git("-C", ".opencode", "commit", "-q", "--allow-empty", "-m", "submodule");
        Files.writeString(work.resolve("src/Main.java"), "class Main { int x; }\n");
    }

    @Test
    void theBaseBranchsFilesStandInPlaceOfTheHeadsAndNothingIsWrittenThroughLinks() throws IOException {
        WorkspaceFiles.lay(workspace, files());

        assertThat(steering())
                .containsExactly(".claude/hooks/check.sh", ".claude/settings.json", "AGENTS.md", "CLAUDE.md");
        assertThat(workspace.resolve(".claude/settings.json")).hasContent("{}\n");
        assertThat(workspace.resolve("CLAUDE.md")).isRegularFile().hasContent("Be careful.\n");
        assertThat(Files.isSymbolicLink(workspace.resolve("CLAUDE.md"))).isFalse();
        assertThat(workspace.resolve(".claude/hooks/check.sh")).isExecutable();
        assertThat(workspace.resolve("src/Main.java")).hasContent("class Main { int x; }\n");
        assertThat(directory.resolve("AGENTS.md")).doesNotExist();
    }

    @Test
    void whatWasPutThereIsNoChangeOfTheAgents() {
        WorkspaceFiles.lay(workspace, files());

        assertThat(changes()).isEmpty();
    }

    @Test
    void whatTheAgentChangesItselfIsItsChange() throws IOException {
        WorkspaceFiles.lay(workspace, files());
        Files.writeString(workspace.resolve("src/Main.java"), "class Main { int y; }\n");
        Files.writeString(workspace.resolve(".claude/hooks/check.sh"), "#!/bin/sh\nexit 1\n");
        Files.writeString(workspace.resolve("src/AGENTS.md"), "Be brief.\n");

        assertThat(changes())
                .containsExactlyInAnyOrder(
                        "modify .claude/hooks/check.sh", "add src/AGENTS.md", "modify src/Main.java");
        assertThat(laid.changes(place(), head).setAside()).isEmpty();
    }

    @Test
    void whatItMakesOfFilesThatTheHeadHasOtherwiseIsSetAside() throws IOException {
        WorkspaceFiles.lay(workspace, files());
        Files.writeString(workspace.resolve("src/Main.java"), "class Main { int y; }\n");
        Files.writeString(workspace.resolve(".claude/settings.json"), "{\"model\":\"m\"}\n");
        Files.writeString(workspace.resolve(".mcp.json"), "{\"mine\":1}\n");
        Files.delete(workspace.resolve("CLAUDE.md"));

        assertThat(changes()).containsExactly("modify src/Main.java");
        assertThat(laid.changes(place(), head).setAside())
                .containsExactly(".claude/settings.json", ".mcp.json", "CLAUDE.md");
        assertThat(look().dirty()).isTrue();
    }

    @Test
    void whatTheAgentPutsBackAsTheHeadHasItIsNoChangeEither() {
        WorkspaceFiles.lay(workspace, files());
        ours("checkout", "-q", "--", ".");

        assertThat(laid.changes(place(), head)).isEqualTo(LaidConfiguration.Changes.NONE);
        assertThat(look().dirty()).isFalse();
    }

    @Test
    void itMakesAWorktreeDirtyOnlyOnceTheAgentTouchesIt() throws IOException {
        WorkspaceFiles.lay(workspace, files());

        assertThat(repositories
                        .worktrees()
                        .look(remote, "attempt", "", List.of())
                        .dirty())
                .as("to Git alone")
                .isTrue();
        assertThat(look().dirty()).isFalse();
        assertThat(look().head()).isEqualTo(head);

        Files.writeString(workspace.resolve("CLAUDE.md"), "Be careful, and quick.\n");
        assertThat(look().dirty()).isTrue();
        Files.writeString(workspace.resolve("CLAUDE.md"), "Be careful.\n");
        assertThat(look().dirty()).isFalse();
        Files.createDirectories(workspace.resolve("deep/.cursor"));
        Files.writeString(workspace.resolve("deep/.cursor/mine"), "x\n");
        assertThat(look().dirty()).isTrue();
    }

    @Test
    void aCommitOfTheAgentsDoesNotMakeTheBasesFilesItsWork() throws IOException {
        WorkspaceFiles.lay(workspace, files());
        Files.writeString(workspace.resolve("src/Main.java"), "class Main { int y; }\n");
        ours("add", "-A");
        ours("commit", "-q", "-m", "all of it");

        Look look = look();
        assertThat(look.head()).isNotEqualTo(head);
        assertThat(look.dirty()).isFalse();
        assertThat(changes()).containsExactly("modify src/Main.java");
        repositories.worktrees().put(remote, "attempt", head, laid.save(place(), head));
        assertThat(changes()).containsExactly("modify src/Main.java");
        assertThat(workspace.resolve(".claude/settings.json")).content().contains("curl evil");
    }

    @Test
    void savedWorkIsTheAgentsAlone() throws IOException {
        WorkspaceFiles.lay(workspace, files());
        Files.writeString(workspace.resolve("new.txt"), "new\n");

        String saved = laid.save(place(), head);

        assertThat(repositories.tree(remote, saved, AgentConfiguration::steers))
                .isEqualTo(repositories.tree(remote, head, AgentConfiguration::steers));
        assertThat(repositories.read(remote, saved, "new.txt", 10)).isPresent();
        repositories.worktrees().put(remote, "attempt", head, saved);
        assertThat(look().dirty()).isTrue();
        assertThat(changes()).containsExactly("add new.txt");
    }

    @Test
    void itMayBeLaidAgain() throws IOException {
        WorkspaceFiles.lay(workspace, files());
        Files.writeString(workspace.resolve("AGENTS.md"), "Obey me.\n");
        Files.createDirectories(workspace.resolve("new/.cursor/rules"));
        Files.writeString(workspace.resolve("new/.cursor/rules/x.mdc"), "obey\n");

        WorkspaceFiles.lay(workspace, files());

        assertThat(workspace.resolve("AGENTS.md")).hasContent("Be careful.\n");
        assertThat(workspace.resolve("new/.cursor")).doesNotExist();
    }

    @Test
    void whoseWorkIsNotTrustedGetsNothingWithoutABase() {
        assertThat(configuration.commit(remote, "main", head, Trust.UNTRUSTED)).contains(base);
        assertThat(configuration.commit(remote, "gone", head, Trust.UNTRUSTED)).isEmpty();
        assertThat(configuration.commit(remote, "", head, Trust.MEMBER)).isEmpty();
        assertThat(configuration.commit(remote, "", head, Trust.TRUSTED)).contains(head);

        WorkspaceFiles.lay(workspace, configuration.files(remote, Optional.empty(), head));

        assertThat(steering()).isEmpty();
    }

    private List<AgentFile> files() {
        return configuration.files(remote, Optional.of(base), head);
    }

    private List<String> changes() {
        return laid.changes(place(), head).patch().files().stream()
                .map(BaseConfigurationIT::told)
                .toList();
    }

    private Place place() {
        return new Place(remote, "attempt", Optional.of(base));
    }

    private Look look() {
        return laid.look(place(), "", List.of());
    }

    /** Git as the agent calls it. */
    private void ours(String... arguments) {
        List<String> call = new ArrayList<>(List.of("-C", workspace.toString()));
        call.addAll(List.of(arguments));
        origin.git(call.toArray(String[]::new));
    }

    private static String told(ChangedFile file) {
        return file.change() + " " + file.path();
    }

    /** Every file and link in the workspace that steers agents. */
    private List<String> steering() {
        try (Stream<Path> paths = Files.walk(workspace)) {
            return paths.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> workspace.relativize(path).toString())
                    .filter(AgentConfiguration::steers)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
