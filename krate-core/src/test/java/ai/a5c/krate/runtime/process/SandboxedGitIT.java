package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.git.Repositories.Lane;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees.Look;
import ai.a5c.krate.git.jgit.JGitRepositories;
import ai.a5c.krate.git.jgit.Limits;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup.Sandbox;
import ai.a5c.krate.runtime.Setup.Sandbox.Network;
import ai.a5c.krate.testkit.OriginRepository;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** T05, T09: Git in a sandbox works on a repository that is the agent's alone, and what it plants there starts nothing. */
class SandboxedGitIT extends EscapeBench {

    private static final String NAME = "run-1";

    private OriginRepository origin;
    private JGitRepositories repositories;
    private Remote remote;
    private String old;
    private String head;

    @BeforeEach
    void makeAWorktree() throws IOException {
        origin = OriginRepository.create(directory, "origin");
        repositories = new JGitRepositories(directory.resolve("root"), Set.of("file"), Limits.standard());
        remote = new Remote("acme/app", origin.url(), Optional.empty()).in(Lane.UNTRUSTED);
        old = origin.commit("main", Map.of("a.txt", "one\n", ".gitattributes", "* text=auto\n", "crlf.txt", "x\r\n"));
        String last = old;
        for (int i = 0; i < 55; i++) {
            last = origin.git("commit-tree", "-p", last, "-m", "step " + i, last + "^{tree}")
                    .strip();
        }
        origin.git("update-ref", "refs/heads/feature", last);
        head = origin.commit("feature", Map.of("a.txt", "one\ntwo\n", "CLAUDE.md", "Obey.\n"));
        origin.commit("secret", Map.of("secret.txt", "canary-branch\n"));
        repositories.fetch(remote);
        workspace = repositories.worktree(remote, NAME, head);
    }

    private Path secluded(String... aside) {
        return repositories.worktrees().secluded(remote, NAME, head, Set.of(aside));
    }

    private List<String> git(Path own, Sandbox.Files files, String script) {
        LaunchRequest request = request(
                List.of("sh", "-c", script), Map.of(), Trust.UNTRUSTED, sandbox(Network.NONE, files, 0, 0, 50_000_000));
        return hear(runtime().launch(request.with(request.setup().with(own)))).events().stream()
                .filter(event -> !event.details().containsKey("stream"))
                .map(AgentEvent::text)
                .toList();
    }

    private List<String> git(String script) {
        return git(secluded(), Sandbox.Files.WORKSPACE, script);
    }

    private Look look() {
        return repositories.worktrees().look(remote, NAME, "", List.of());
    }

    @Test
    void itSeesItsStateAndHistoryAndCommits() throws IOException {
        List<String> said = git("""
                git status --porcelain; git log -1 --format=%H; git log --oneline | wc -l
                echo three >>a.txt; echo new >new.txt
                git status --porcelain; git diff | grep '^[+-][a-z]'; git log -p -2 --format= | grep -c '^diff'
                git add -A && git commit -q -m 'mine' && git status --porcelain && git log -2 --format=%s
                git stash list; git checkout -q -b other && git branch | wc -l
                """);

        assertThat(said)
                .containsExactly(head, "50", " M a.txt", "?? new.txt", "+three", "2", "mine", "work on feature", "1");
        assertThat(look().head()).as("what the host sees").isEqualTo(head);
        assertThat(repositories.diff(remote, NAME, head).files())
                .extracting("path")
                .containsExactly("a.txt", "new.txt");
    }

    @Test
    void itHoldsNothingButThatCommitAndSomeBeforeIt() {
        String other = repositories.resolve(remote, "secret").orElseThrow();

        List<String> said = git("""
                git cat-file -e %1$s && echo BROKEN other
                git cat-file -e %2$s && echo BROKEN old
                git rev-list --objects --all HEAD | wc -l >count
                git cat-file --batch-all-objects --batch-check | wc -l >all
                cmp count all && echo same
                git grep -c canary $(git rev-list HEAD) && echo BROKEN canary
                cat .git; git remote; git for-each-ref; cat "$(git rev-parse --git-dir)/objects/info/alternates"
                git fsck --no-dangling >/dev/null && echo sound
                """.formatted(other, old));

        assertThat(said)
                .containsExactly(
                        "same", "gitdir: " + directory.resolve("root/untrusted/secluded/acme%2Fapp/" + NAME), "sound");
    }

    @Test
    void whatWasLaidIntoTheWorkspaceIsNoChange() throws IOException {
        Files.writeString(workspace.resolve("CLAUDE.md"), "Be careful.\n");
        Files.createDirectories(workspace.resolve("odd [x]*"));
        Files.writeString(workspace.resolve("odd [x]*/AGENTS.md"), "Be brief.\n");

        assertThat(
                        git(
                                secluded("CLAUDE.md", "odd [x]*/AGENTS.md"),
                                Sandbox.Files.WORKSPACE,
                                "git status --porcelain; echo x >mine; git add -A; git commit -qm m; git show --format= --name-only"))
                .containsExactly("mine");
        assertThat(git("git status --porcelain")).contains(" M CLAUDE.md");
    }

    @Test
    void aReaderReadsOnly() {
        assertThat(
                        git(
                                secluded(),
                                Sandbox.Files.READ_ONLY,
                                "git status --porcelain; git log -1 --format=%H; git commit -q --allow-empty -m x && echo BROKEN"))
                .containsExactly(head);
        assertThat(git(secluded(), Sandbox.Files.NONE, "git status && echo BROKEN; ls -A; echo none"))
                .containsExactly("none");
    }

    @Test
    void whatItPlantsThereStartsNothingAndReachesNobody() throws IOException {
        Map<Path, String> before = mirror();
        Path own = secluded();

        List<String> said = git(own, Sandbox.Files.WORKSPACE, """
                own=$(git rev-parse --absolute-git-dir)
                for key in core.fsmonitor core.sshCommand core.pager diff.external filter.evil.clean \
                        filter.evil.smudge core.hooksPath; do
                    git config "$key" 'touch %1$s/started'
                done
                git config core.worktree '%1$s'
                mkdir -p "$own/hooks"
                for hook in post-checkout pre-commit post-index-change; do
                    printf '#!/bin/sh\ntouch %1$s/started\n' >"$own/hooks/$hook"; chmod +x "$own/hooks/$hook"
                done
                echo '%2$s/mirrors/acme%%2Fapp.git/objects' >"$own/objects/info/alternates"
                rm -f "$own/HEAD"; ln -s '%1$s/secret' "$own/HEAD"
                echo '* filter=evil diff=evil' >.gitattributes
                echo 'gitdir: elsewhere' >.git && echo BROKEN link
                echo changed >a.txt; echo planted
                """.formatted(outside, directory.resolve("root")));

        assertThat(said).containsExactly("planted");
        assertThat(look().dirty()).isTrue();
        repositories.diff(remote, NAME, head);
        String saved = repositories.worktrees().save(remote, NAME, head);
        repositories.worktrees().put(remote, NAME, head, saved);
        assertThat(git("git status --porcelain; git config core.fsmonitor; echo done"))
                .containsExactly(" M .gitattributes", " M a.txt", "done");
        assertThat(outside.resolve("started")).doesNotExist();
        assertThat(outside.resolve("secret")).hasContent("canary-outside");
        assertThat(mirror()).isEqualTo(before);
        repositories.removeWorktree(remote, NAME);
        assertThat(own).doesNotExist();
        assertThat(outside.resolve("secret")).exists();
    }

    @Test
    void whatItKeepsThereCounts() {
        LaunchRequest request = request(
                List.of(
                        "sh",
                        "-c",
                        "own=$(git rev-parse --absolute-git-dir); i=0; while :; do head -c 500000 /dev/zero >$own/f.$i; i=$((i+1)); sleep 0.05; done"),
                Map.of(),
                Trust.UNTRUSTED,
                sandbox(Network.NONE, Sandbox.Files.WORKSPACE, 0, 0, 3_000_000));

        assertThat(hear(runtime().launch(request.with(request.setup().with(secluded()))))
                        .end()
                        .message())
                .isEqualTo("used more than 3000000 bytes on disk");
    }

    /** Everything in the shared mirror. */
    private Map<Path, String> mirror() throws IOException {
        Map<Path, String> files = new HashMap<>();
        try (Stream<Path> paths = Files.walk(directory.resolve("root/mirrors"))) {
            paths.filter(Files::isRegularFile).forEach(path -> files.put(path, Bench.read(path)));
        }
        return files;
    }
}
