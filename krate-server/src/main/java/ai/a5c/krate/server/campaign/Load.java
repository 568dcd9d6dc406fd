package ai.a5c.krate.server.campaign;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.campaign.Tickets.Ticket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Comments on the forge, delivered as forges do: signed, again until somebody says that it is stored, twice, in storms. */
final class Load {

    private static final int STORM = 12;
    private static final String TEMPLATE = template();

    private final Scene scene;
    private final int mostOpen;
    private final RandomGenerator random;
    private final AtomicLong calls = new AtomicLong();

    /** A load with at most {@code mostOpen} requests under way. */
    Load(Scene scene, int mostOpen, RandomGenerator random) {
        this.scene = scene;
        this.mostOpen = mostOpen;
        this.random = random;
    }

    private static String template() {
        try (InputStream in = Objects.requireNonNull(Load.class.getResourceAsStream("comment.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many webhook calls were made. */
    long calls() {
        return calls.get();
    }

    /** Sends one more comment, unless too many are open; the pause until the next. */
    Duration next() {
        if (scene.tickets().open().size() < mostOpen) {
            Fate fate = fate();
            Instant cancelAt = Instant.now().plusMillis(random.nextInt(8_000));
            send(scene.tickets().issue(fate, 1 + random.nextInt(10), cancelAt));
        }
        return Duration.ofMillis(random.nextInt(1_200));
    }

    private Fate fate() {
        int sum = List.of(Fate.values()).stream().mapToInt(Fate::weight).sum();
        int drawn = random.nextInt(sum);
        for (Fate fate : Fate.values()) {
            drawn -= fate.weight();
            if (drawn < 0) {
                return fate;
            }
        }
        return Fate.APPROVE;
    }

    /** One call; or two under different ids; or the same at two servers at once; or a storm of all of that. */
    private void send(Ticket ticket) {
        byte[] body = body(ticket);
        List<String> ids = new ArrayList<>();
        int kind = random.nextInt(10);
        String first = "delivery-%d-0".formatted(ticket.number);
        ids.add(first);
        if (kind == 5 || kind == 6) {
            ids.add("delivery-%d-1".formatted(ticket.number));
        } else if (kind == 7 || kind == 8) {
            ids.add(first);
        } else if (kind == 9) {
            for (int i = 0; i < STORM; i++) {
                ids.add(i % 2 == 0 ? first : "delivery-%d-%d".formatted(ticket.number, i));
            }
        }
        ids.forEach(id -> scene.crowd().execute(() -> deliver(ticket, id, body)));
        if (random.nextInt(20) == 0) {
            scene.crowd().execute(() -> forge(body));
        }
    }

    /** Calls until somebody says 202; a forge that redelivers, or a person who presses its button. */
    private void deliver(Ticket ticket, String id, byte[] body) {
        while (!scene.isClosed()) {
            Face.Answer answer = scene.someServer().face().deliver(headers(id, signature(body)), body);
            calls.incrementAndGet();
            if (answer.status() == 202) {
                ticket.delivery = answer.tree().text("delivery");
                ticket.accepted.add(id);
                return;
            }
            if (!answer.isUnknown()) {
                scene.tickets()
                        .complain(new Violation(
                                "delivery-refused", id, "%d: %s".formatted(answer.status(), answer.body())));
                return;
            }
            scene.pause(Duration.ofMillis(200));
        }
    }

    /** A call with a wrong signature, which must not be stored. */
    private void forge(byte[] body) {
        Face.Answer answer = scene.someServer().face().deliver(headers("forged", "0".repeat(64)), body);
        calls.incrementAndGet();
        if (answer.status() != 401 && !answer.isUnknown()) {
            scene.tickets()
                    .complain(new Violation("forgery-accepted", "delivery", "it was answered " + answer.status()));
        }
    }

    private static byte[] body(Ticket ticket) {
        Map<String, Object> body = Json.readObject(TEMPLATE);
        Map<String, Object> comment = object(body, "comment");
        String mention = ticket.fate == Fate.NOTHING ? "somebody" : "@claude";
        comment.put("id", 10_000 + ticket.number);
        comment.put(
                "body",
                "%s campaign request %d in %d steps, then %s"
                        .formatted(
                                mention, ticket.number, ticket.steps, ticket.fate == Fate.FAIL ? "fail" : "succeed"));
        int issue = List.of(1, 2, 7).get(ticket.number % 3);
        object(body, "issue").put("number", issue);
        object(body, "issue").put("id", issue);
        if (ticket.fate == Fate.OUTSIDER) {
            Map<String, Object> mallory =
                    Map.of("id", 3, "login", "mallory", "full_name", "Mallory", "username", "mallory");
            comment.put("user", mallory);
            body.put("sender", mallory);
        }
        return Json.write(body).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> object(Map<String, Object> tree, String name) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (tree.get(name) instanceof Map<?, ?> given) {
            given.forEach((key, value) -> object.put(String.valueOf(key), value));
        }
        tree.put(name, object);
        return object;
    }

    private static Map<String, String> headers(String id, String signature) {
        return Map.of(
                "Content-Type", "application/json",
                "X-Gitea-Delivery", id,
                "X-Gitea-Event", "issue_comment",
                "X-Gitea-Event-Type", "issue_comment",
                "X-Gitea-Signature", signature);
    }

    private static String signature(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Scene.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new CampaignException("this Java has no HmacSHA256", e);
        }
    }
}
