package ai.a5c.krate.server.bench;

import ai.a5c.krate.engine.DeliveryInbox;
import ai.a5c.krate.server.RunningServer;
import ai.a5c.krate.server.campaign.PrivatePostgres;
import ai.a5c.krate.server.settings.Settings;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The answer to a webhook of a server that has many deliveries to decide and is at it, beside the bare HTTP server; both
 * are called by a clock.
 */
final class WebhookBench {

    private static final double PER_SECOND = 50;
    private static final int MOST_CALLS = 300;
    private static final int CALLERS = 16;

    private WebhookBench() {}

    static Figure figure(Grounds grounds, int queued) {
        Comments comments = new Comments(2, 4);
        int calls = Math.min(MOST_CALLS, queued / 20);
        Path data = grounds.file("webhooks");
        try (PrivatePostgres postgres = PrivatePostgres.start()) {
            try (JdbcResourceStore store =
                    JdbcResourceStore.postgresql(postgres.url(), PrivatePostgres.USER, postgres.password())) {
                Site site = Site.build(store, data, comments);
                fill(new DeliveryInbox(site.desk()), comments, queued);
            }
            try (RunningServer server = RunningServer.start(settings(postgres, data))) {
                Requests requests = new Requests(server.url(), "none");
                AtomicInteger next = new AtomicInteger(queued);
                Timings own = calls(calls, () -> deliver(requests, comments, next.getAndIncrement()));
                return Figure.of(
                        "webhook answered", queued, own, "the bare server, called alike", bare(comments, calls));
            }
        }
    }

    private static void fill(DeliveryInbox inbox, Comments comments, int count) {
        AtomicInteger next = new AtomicInteger();
        Crowd.of(CALLERS / 2, caller -> {
            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                inbox.receive(comments.comment(number));
            }
        });
    }

    private static Timings bare(Comments comments, int calls) {
        try (BareServer bare = BareServer.answering(new byte[100])) {
            byte[] body = comments.body(0);
            return calls(calls, () -> bare.requests().post("/bytes", body, Map.of()));
        }
    }

    private static Timings calls(int count, Runnable call) {
        OpenLoop clock = new OpenLoop(PER_SECOND, CALLERS);
        clock.run(count / 3, number -> call.run());
        return clock.run(count, number -> call.run());
    }

    private static void deliver(Requests requests, Comments comments, int number) {
        byte[] body = comments.body(number);
        String organization = Site.organization(comments.organization(number));
        requests.post(
                "/hooks/gitea/%s/gitea".formatted(organization),
                body,
                Map.of(
                        "X-Gitea-Delivery",
                        "delivery-" + number,
                        "X-Gitea-Event",
                        "issue_comment",
                        "X-Gitea-Event-Type",
                        "issue_comment",
                        "X-Gitea-Signature",
                        signature(body)));
    }

    private static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Site.SECRET, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new BenchException("this Java has no HMAC", e);
        }
    }

    private static Settings settings(PrivatePostgres postgres, Path data) {
        Path password = data.resolve("password");
        try {
            Files.writeString(password, postgres.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Settings(
                data,
                "127.0.0.1",
                0,
                new Settings.Transport.Plain(),
                Optional.of(new Settings.Postgresql(postgres.url(), PrivatePostgres.USER, Optional.of(password))),
                List.of("https"),
                "text");
    }
}
