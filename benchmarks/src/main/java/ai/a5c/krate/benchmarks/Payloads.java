package ai.a5c.krate.benchmarks;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.GiteaSource;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events that rules are asked about: a comment on a pull request, made of a delivery of a real Gitea, and a build. */
final class Payloads {

    static final String REPOSITORY = "acme/app";
    static final String MENTION = "@claude";
    static final String LABEL = "agent:fix";
    static final String BRANCH = "feature/login";
    static final String WORKFLOW = "verify";
    static final String JOB = "integration-tests";

    private static final String CAPTURE = "/gitea/captures/0033_issue_comment.pull_request_comment_created.json";
    private static final String COMMIT = "0".repeat(39) + "1";
    private static final int BYTES = 8 * 1024;

    private Payloads() {}

    /** The body of the delivery: 8 KiB of JSON. */
    static byte[] body() {
        Map<String, Object> payload = Json.readObject(String.valueOf(capture().get("bodyRaw")));
        object(payload, "repository").put("full_name", REPOSITORY);
        object(payload, "comment").put("body", MENTION + " please fix the login, it fails on the second try.");
        Map<String, Object> issue = object(payload, "issue");
        issue.put("labels", List.of(Map.of("id", 1, "name", "bug"), Map.of("id", 2, "name", LABEL)));
        issue.put("body", "");
        int missing = BYTES - bytes(payload).length;
        issue.put("body", "The steps are as follows. ".repeat(BYTES).substring(0, missing));
        return bytes(payload);
    }

    private static byte[] bytes(Map<String, Object> payload) {
        return Json.writeIndented(payload).getBytes(StandardCharsets.UTF_8);
    }

    /** The delivery as it is stored. */
    static ForgeDelivery delivery(byte[] body) {
        return new ForgeDelivery(
                "acme",
                "delivery-1",
                Map.of("x-gitea-event", "issue_comment"),
                new String(body, StandardCharsets.UTF_8));
    }

    /** The comment as it is evaluated, after the forge was asked about its author and the pull request. */
    static SourceEvent comment() {
        SourceEvent read = new GiteaSource().read(delivery(body())).event().orElseThrow();
        SourceEvent.Actor actor =
                new SourceEvent.Actor(read.actor().login(), read.actor().id(), "write", false);
        return read.judged(actor, Trust.TRUSTED, "")
                .at(new SourceEvent.PullHead("refs/heads/" + BRANCH, BRANCH, COMMIT, "main", false));
    }

    /** A job that failed. */
    static SourceEvent build() {
        Ci ci = new Ci(WORKFLOW, JOB, "", "mvn verify", "", "failure", Optional.of(1), "LoginIT", List.of(), "");
        return SourceEvent.of("build-1", "acme", Source.CI, "workflow_job.completed", REPOSITORY)
                .branch(Optional.of(BRANCH))
                .sha(Optional.of(COMMIT))
                .ci(Optional.of(ci))
                .build();
    }

    private static Map<String, Object> capture() {
        try (InputStream in = Payloads.class.getResourceAsStream(CAPTURE)) {
            if (in == null) {
                throw new IllegalStateException("the capture %s is missing".formatted(CAPTURE));
            }
            return Json.readObject(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> parent, String name) {
        if (parent.get(name) instanceof Map<?, ?> object) {
            return (Map<String, Object>) object;
        }
        throw new IllegalStateException("the capture has no object '%s'".formatted(name));
    }
}
