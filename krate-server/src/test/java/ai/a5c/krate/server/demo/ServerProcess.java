package ai.a5c.krate.server.demo;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.campaign.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real {@code krate serve} in a process of its own, that can be killed with -9. */
final class ServerProcess {

    private static final Duration READY = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data;
    private final int port;
    private final List<String> options;
    private Process process;

    /** @param options further ones of {@code krate serve} */
    ServerProcess(Path data, String... options) throws IOException {
        this.data = data;
        this.options = List.of(options);
        this.port = FreePort.find();
        this.process = launch();
    }

    private Process launch() throws IOException {
        File log = data.resolveSibling(data.getFileName() + ".log").toFile();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dkrate.lease.millis=2000",
                "-cp",
                System.getProperty("java.class.path"),
                "ai.a5c.krate.server.Main",
                "serve",
                "--data",
                data.toString(),
                "--git-schemes",
                "file,http",
                "--port",
                Integer.toString(port)));
        command.addAll(options);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** @param whileDead what is done between the two */
    void killAndRestart(Runnable whileDead) throws IOException, InterruptedException {
        process.destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
        whileDead.run();
        process = launch();
        awaitReady();
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    void awaitReady() {
        Instant deadline = Instant.now().plus(READY);
        while (Instant.now().isBefore(deadline)) {
            if (status("/readyz") == 200) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("the server was not ready within " + READY);
    }

    private int status(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(uri(path))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Posts a webhook call; the status, 0 if nobody answered. */
    int deliver(Map<String, String> headers, byte[] body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/hooks/gitea/acme/gitea"))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The items of a list as somebody with {@code token} sees them. */
    List<?> items(String token, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        Object items = Json.readObject(answer.body()).get("items");
        if (answer.statusCode() != 200 || !(items instanceof List<?> list)) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return list;
    }

    /** Approves; whether it counted does not matter here. */
    void approve(String token, String approval) throws IOException, InterruptedException {
        http.send(
                HttpRequest.newBuilder(uri("/api/orgs/acme/agents/approvals/" + approval + "/decision"))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"decision\":\"approve\"}"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
