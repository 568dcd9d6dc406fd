package ai.a5c.krate.git.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.CommitText;
import ai.a5c.krate.git.Repositories.Patch;
import ai.a5c.krate.git.Repositories.PushOutcome;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.testkit.GitHttpServer;
import ai.a5c.krate.testkit.OriginRepository;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over smart HTTP, with a credential, against git's own server program. */
class JGitRepositoriesHttpIT {

    private static final String TOKEN = "hunter2hunter2hunter2";
    private static final Limits QUICK =
            new Limits(100_000, 100_000, Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(60));

    @TempDir
    Path directory;

    private OriginRepository origin;
    private GitHttpServer server;
    private JGitRepositories repositories;
    private String base;

    @BeforeEach
    void serveOneRepository() {
        origin = OriginRepository.create(directory, "origin");
        base = origin.commit("main", Map.of("a.txt", "one\n"));
        server = GitHttpServer.start(directory, ":" + TOKEN);
        repositories = new JGitRepositories(directory.resolve("root"), Set.of("http"), QUICK);
    }

    @AfterEach
    void stopServing() {
        server.close();
    }

    private Remote remote(String credential) {
        return new Remote(
                "acme/app",
                server.url("origin.git"),
                Optional.of(new SecretValue(credential.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void fetchCommitAndPushWorkWithATokenAndWithAUserAndPassword() throws IOException {
        Remote remote = remote(TOKEN);
        repositories.fetch(remote);
        repositories.fetch(remote);
        Path worktree = repositories.worktree(remote, "run-1", base);
        Files.writeString(worktree.resolve("a.txt"), "fixed\n");
        Patch patch = repositories.diff(remote, "run-1", base);
        CommitText text = new CommitText("Agent", "agent@example.org", Instant.EPOCH, "Repair", List.of());
        String commit = repositories.commit(remote, base, patch, text);
        assertThat(repositories.push(remote, commit, "krate/run-1", Optional.empty()))
                .isEqualTo(PushOutcome.PUSHED);
        assertThat(repositories.push(remote("somebody:" + TOKEN), base, "krate/run-2", Optional.empty()))
                .isEqualTo(PushOutcome.PUSHED);
        assertThat(repositories.remoteHead(remote, "krate/run-1"))
                .contains(commit)
                .contains(origin.at("refs/heads/krate/run-1"));
    }

    @Test
    void aWrongOrMissingCredentialIsNamedAsSuchAndNotRepeated() {
        GitRefusedException wrong = refusal(remote("wrong-password-123"));
        assertThat(wrong.code()).isEqualTo("CredentialRefused");
        assertThat(wrong)
                .hasMessageStartingWith("the remote of 'acme/app' wants another credential: ")
                .message()
                .doesNotContain("wrong-password");
        Remote anonymous = new Remote("acme/app", server.url("origin.git"), Optional.empty());
        assertThat(refusal(anonymous).code()).isEqualTo("CredentialRefused");
    }

    @Test
    void aMissingRepositoryAndADeadServerAreTwoThings() {
        Remote missing = new Remote(
                "acme/none",
                server.url("none.git"),
                Optional.of(new SecretValue(TOKEN.getBytes(StandardCharsets.UTF_8))));
        assertThat(refusal(missing).code()).isEqualTo("RepositoryNotFound");
        Remote remote = remote(TOKEN);
        server.close();
        assertThat(refusal(remote).code()).isEqualTo("RemoteUnreachable");
    }

    @Test
    void aHookThatSaysNoIsARejectedPush() throws IOException {
        Remote remote = remote(TOKEN);
        repositories.fetch(remote);
        Path hook =
                Files.writeString(origin.path().resolve("hooks/pre-receive"), "#!/bin/sh\necho protected\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(repositories.push(remote, base, "krate/run-1", Optional.empty()))
                .isEqualTo(PushOutcome.REJECTED);
        assertThat(repositories.remoteHead(remote, "krate/run-1")).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            exchange.getResponseHeaders()
                    .set(
                            "Location",
                            server.url("") + exchange.getRequestURI().toString().substring(1));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        elsewhere.start();
        String url = "http://127.0.0.1:%d/origin.git"
                .formatted(elsewhere.getAddress().getPort());
        Remote moved = new Remote("acme/app", url, remote(TOKEN).credential());
        assertThat(refusal(moved).code()).isEqualTo("RemoteRedirected");
        assertThat(server.requests()).isEmpty();
        elsewhere.stop(0);
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() throws IOException {
        HttpServer mute = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mute.createContext("/", exchange -> {});
        mute.start();
        String url =
                "http://127.0.0.1:%d/origin.git".formatted(mute.getAddress().getPort());
        assertThat(refusal(new Remote("acme/app", url, Optional.empty())).code())
                .isEqualTo("RemoteUnreachable");
        mute.stop(0);
    }

    private GitRefusedException refusal(Remote remote) {
        GitRefusedException refused = catchThrowableOfType(GitRefusedException.class, () -> repositories.fetch(remote));
        assertThat(refused).isNotNull();
        return refused;
    }
}
