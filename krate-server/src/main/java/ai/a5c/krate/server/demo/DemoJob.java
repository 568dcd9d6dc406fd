package ai.a5c.krate.server.demo;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.AuditTrail;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.kind.execution.WebhookDelivery.Phase;
import ai.a5c.krate.store.StreamEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Sends a delivery and follows what becomes of it to its end. */
final class DemoJob {

    private static final String NAMESPACE = DemoWorld.ORGANIZATION;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final DemoWorld world;
    private final Krate krate;
    private final DemoScreen screen;
    private final Set<String> shown = new HashSet<>();
    private long heard;

    DemoJob(DemoWorld world, DemoScreen screen) {
        this.world = world;
        this.krate = world.server().krate();
        this.screen = screen;
    }

    DemoResult run(DemoOptions options) {
        Capture capture = Capture.read(options.capture());
        world.server().consoleLogin().ifPresent(link -> screen.say("watch it in the console: " + link));
        WebhookDelivery delivery = decided(send(capture));
        screen.say("decided: " + delivery.status().decision());
        DemoReport report = new DemoReport(krate, screen);
        if (delivery.status().runs().isEmpty()) {
            delivery.status()
                    .reasons()
                    .forEach(reason -> screen.say("%s: %s".formatted(reason.code(), reason.message())));
            return report.withoutRun(delivery, audit());
        }
        AgentDispatchRun run = ended(delivery.status().runs().get(0), options);
        return report.ofRun(delivery, run, audit());
    }

    /** Sends the capture over HTTP as a forge does; the name of the stored delivery. */
    private String send(Capture capture) {
        URI uri = URI.create(world.server().url() + "/hooks/gitea/" + DemoWorld.ORGANIZATION + "/gitea");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofByteArray(capture.bytes()));
        capture.headers().forEach(request::header);
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 202) {
                throw new DemoException(
                        response.statusCode() == 401 ? "SIGNATURE" : "REFUSED",
                        "the server refused the delivery with %d: %s".formatted(response.statusCode(), response.body()),
                        2);
            }
            screen.say("the delivery is sent, signed as captured, and stored");
            return String.valueOf(Json.readObject(response.body()).get("delivery"));
        } catch (IOException e) {
            throw new DemoException("UNREACHABLE", "the server cannot be reached: " + e, 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("INTERRUPTED", "interrupted", 1);
        }
    }

    private WebhookDelivery decided(String name) {
        return until(
                () -> krate.resources()
                        .get(WebhookDelivery.class, NAMESPACE, name)
                        .filter(delivery -> delivery.status().phase() == Phase.DECIDED),
                "the delivery was not decided");
    }

    private AgentDispatchRun ended(String name, DemoOptions options) {
        return until(
                () -> {
                    Optional<AgentDispatchRun> run = krate.resources().get(AgentDispatchRun.class, NAMESPACE, name);
                    tell(name);
                    run.ifPresent(one -> answer(one, options));
                    return run.filter(one ->
                            one.status().finishedAt() != null || one.status().phase() == RunPhase.BLOCKED);
                },
                "the run did not end");
    }

    private void tell(String run) {
        for (StreamEvent event : krate.store().events(Journal.stream(NAMESPACE, run), heard, 200)) {
            heard = event.sequence();
            Object text = Json.readObject(event.document()).getOrDefault("text", "");
            screen.say("%-11s %s".formatted(event.type(), text));
        }
    }

    private void answer(AgentDispatchRun run, DemoOptions options) {
        for (String name : run.status().approvals()) {
            krate.resources()
                    .get(AgentApproval.class, NAMESPACE, name)
                    .filter(approval -> approval.status().phase() == ApprovalPhase.PENDING)
                    .ifPresent(approval -> answer(approval, options));
        }
    }

    private void answer(AgentApproval approval, DemoOptions options) {
        if (shown.add(approval.metadata().name())) {
            screen.show(approval);
        }
        Optional<Boolean> said = options.yes() ? Optional.of(true) : screen.answer();
        said.ifPresent(approve -> {
            ApprovalDesk.Request request = new ApprovalDesk.Request(
                    NAMESPACE,
                    approval.metadata().name(),
                    approve,
                    List.of(),
                    "in the demo",
                    approval.spec().bindingDigest());
            ApprovalDesk.Ruling ruling =
                    krate.approvals().decide(request, world.server().starter("you"));
            if (ruling instanceof ApprovalDesk.Refused refused) {
                screen.say(refused.message());
            } else {
                screen.say(approve ? "approved" : "denied");
            }
        });
    }

    private AuditTrail.Verification audit() {
        AuditTrail.Verification verification = krate.audit().verify(NAMESPACE);
        screen.audit(krate.audit().list(NAMESPACE, 0, 500));
        return verification;
    }

    private <T> T until(Supplier<Optional<T>> look, String otherwise) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            long version = krate.store().version();
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            krate.store().awaitChange(version, Duration.ofMillis(200));
        }
        throw new DemoException("TIMED_OUT", "%s within %d s".formatted(otherwise, PATIENCE.toSeconds()), 1);
    }
}
