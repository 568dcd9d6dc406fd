package ai.a5c.krate.server.demo;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.gitea.standin.StandInComment;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.server.RunningServer;
import ai.a5c.krate.server.settings.Settings;
import ai.a5c.krate.testkit.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server over SQLite, killed with -9 at random instants while it works: every request is finished, once. How often it
 * is killed is {@code -Dkrate.kills=}.
 */
class KilledServerIT {

    private static final int KILLS = Integer.getInteger("krate.kills", 9);
    private static final String TOKEN = "stand-in-token-for-the-kill-test";
    private static final Duration END = Duration.ofMinutes(4);

    @TempDir
    private Path root;

    @Test
    void aServerThatIsKilledAgainAndAgainFinishesEveryRunOnce() throws Exception {
        Seeds.forAll(1, random -> campaign(random));
    }

    private void campaign(RandomGenerator random) {
        Path data = root.resolve("data");
        DemoRepository repository = DemoRepository.make(home().resolve("examples/quickstart/app"), root);
        try (StandInGitea forge = StandInGitea.start(StandInGitea.Config.of(secret(TOKEN)))) {
            String token = prepare(data, repository, forge);
            ServerProcess server = new ServerProcess(data);
            try {
                server.awaitReady();
                int sent = killWhileItWorks(server, token, random, () -> unlock(repository));
                finish(server, token, sent);
                assertThat(writeBacks(server, token)).as("write-backs").isEqualTo("settled x " + 2 * sent);
                Map<Boolean, List<StandInComment>> comments = forge.comments("acme", "app", 1).stream()
                        .collect(Collectors.partitioningBy(
                                comment -> comment.body().contains("run=notice-")));
                assertThat(comments.get(false)).as("comments").hasSize(sent);
                assertThat(comments.get(true)).as("status of the issue").hasSize(1);
                assertThat(branches(repository)).as("branches").hasSize(sent);
            } finally {
                server.stop();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private int killWhileItWorks(ServerProcess server, String token, RandomGenerator random, Runnable whileDead)
            throws IOException, InterruptedException {
        int sent = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill % 3 == 0) {
                sent++;
                send(server, sent);
            }
            approveWhatWaits(server, token);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1_500)).toNanos());
            server.killAndRestart(whileDead);
        }
        return sent;
    }

    private static void finish(ServerProcess server, String token, int sent) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(END);
        List<String> phases = List.of();
        while (Instant.now().isBefore(deadline)) {
            approveWhatWaits(server, token);
            phases = phases(server, token);
            if (phases.size() == sent && phases.stream().allMatch("succeeded"::equals)) {
                assertThat(server.items(
                                token, "/apis/runs.krate.a5c.ai/v1alpha1/namespaces/acme/agentdispatchattempts"))
                        .as("one attempt a run: a killed server loses no agent")
                        .hasSize(sent);
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
        throw new AssertionError("%d deliveries were sent, the runs are %s".formatted(sent, phases));
    }

    /** What became of the write-backs: one phase and how often, or every one with its reason. */
    private static String writeBacks(ServerProcess server, String token) throws IOException, InterruptedException {
        List<?> all = server.items(token, "/apis/runs.krate.a5c.ai/v1alpha1/namespaces/acme/agentwritebacks");
        return all.stream().allMatch(one -> text(one, "status.phase").equals("settled"))
                ? "settled x " + all.size()
                : all.stream()
                        .map(one -> "%s %s %s"
                                .formatted(text(one, "spec.action"), text(one, "status.phase"), Json.write(one)))
                        .filter(line -> !line.contains(" settled "))
                        .collect(joining("\n"));
    }

    private static List<String> phases(ServerProcess server, String token) throws IOException, InterruptedException {
        return server.items(token, "/api/orgs/acme/agents/runs").stream()
                .map(run -> text(run, "status.phase"))
                .toList();
    }

    private static void approveWhatWaits(ServerProcess server, String token) throws IOException, InterruptedException {
        for (Object approval : server.items(token, "/api/orgs/acme/agents/approvals?phase=pending")) {
            server.approve(token, text(approval, "metadata.name"));
        }
    }

    /** Sends until the server says that it is stored, as a poller that reconciles would. */
    private static void send(ServerProcess server, int number) throws IOException, InterruptedException {
        Capture capture = Capture.read(new DemoOptions(home(), "scripted", Optional.empty(), true).capture());
        Map<String, Object> body = Json.readObject(capture.body());
        Map<String, Object> comment = new LinkedHashMap<>();
        if (body.get("comment") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> comment.put(String.valueOf(key), value));
        }
        comment.put("id", 1_000 + number);
        comment.put("body", "@claude fix this, request " + number);
        body.put("comment", comment);
        byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of(
                "Content-Type", "application/json",
                "X-Gitea-Delivery", "delivery-" + number,
                "X-Gitea-Event", "issue_comment",
                "X-Gitea-Event-Type", "issue_comment",
                "X-Gitea-Signature", signature(bytes));
        assertThat(server.deliver(headers, bytes)).isEqualTo(202);
    }

    private static String signature(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("s3cr3t".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Applies the quickstart, with a rule that takes every comment for a request of its own; the admin's token. */
    private static String prepare(Path data, DemoRepository repository, StandInGitea forge) throws IOException {
        LocalSecrets secrets = new LocalSecrets(data);
        secrets.set("acme", "gitea-bot", "token", secret(TOKEN));
        secrets.set("acme", "gitea-webhook", "secret", secret("s3cr3t"));
        secrets.set("acme", "model-provider", "api-key", secret("a-key-for-the-kill-test"));
        Settings settings = new Settings(
                data,
                "127.0.0.1",
                0,
                new Settings.Transport.Plain(),
                Optional.empty(),
                List.of("file", "http"),
                "text");
        try (RunningServer server = RunningServer.start(settings)) {
            ResourceDesk desk = server.krate().resources();
            new Quickstart(new DemoOptions(home(), "scripted", Optional.empty(), true), repository, forge.baseUrl())
                    .apply(desk);
            String rule = Files.readString(home().resolve("examples/quickstart/resources/rule.yaml"))
                    .replace("{{ repository }}:{{ workItem }}", "{{ text }}")
                    .replace("maxActivePerWorkItem: 1", "maxActivePerWorkItem: 100");
            Documents.read(rule).forEach(document -> desk.apply(document, "acme", DemoWorld.PERSON));
            return server.firstToken().orElseThrow();
        }
    }

    /**
     * Removes the locks of branches, as a forge that is not killed would: a remote at file:// is written by the server's own
     * process, which leaves its lock behind when it dies between taking it and renaming it.
     */
    private static void unlock(DemoRepository repository) {
        try (var files = Files.walk(Path.of(repository.cloneUrl().substring("file://".length()), "refs"))) {
            for (Path lock :
                    files.filter(name -> name.toString().endsWith(".lock")).toList()) {
                Files.delete(lock);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> branches(DemoRepository repository) throws IOException {
        Path heads =
                Path.of(repository.cloneUrl().substring("file://".length())).resolve("refs/heads/krate");
        try (var files = Files.list(heads)) {
            return files.map(Path::toString).toList();
        }
    }

    private static String text(Object item, String path) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (item instanceof Map<?, ?> map) {
            map.forEach((key, value) -> document.put(String.valueOf(key), value));
        }
        return Fields.text(document, path);
    }

    private static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Path home() {
        return Path.of("..").toAbsolutePath().normalize();
    }
}
