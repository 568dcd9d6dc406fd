package ai.a5c.krate.gitea.standin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Calls hooks as Gitea does: one after another, signed, each once and never again, whatever becomes of it; a slow receiver
 * delays all others.
 */
final class StandInCaller implements AutoCloseable {

    private static final Duration TIME = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIME)
            .build();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread caller = new Thread(task, "stand-in-gitea-hooks");
        caller.setDaemon(true);
        return caller;
    });
    private final List<StandInDelivery> deliveries = new CopyOnWriteArrayList<>();
    private volatile Predicate<StandInDelivery> losing = delivery -> false;
    private volatile boolean allowed = true;

    /** Lets calls get lost for which {@code lost} holds, asked once a call, in order. */
    void lose(Predicate<StandInDelivery> lost) {
        losing = lost;
    }

    /** Whether hosts like the receivers' are on the list of allowed ones; calls to others are not made. */
    void allow(boolean hosts) {
        allowed = hosts;
    }

    List<StandInDelivery> deliveries() {
        return List.copyOf(deliveries);
    }

    void call(StandInHook hook, String event, String type, String body) {
        StandInDelivery delivery =
                new StandInDelivery(hook.id(), UUID.randomUUID().toString(), event, type, body, 0);
        try {
            thread.execute(() -> deliver(hook, delivery));
        } catch (RejectedExecutionException e) {
            deliveries.add(delivery);
        }
    }

    /** Waits until everything that was to be called so far has been. */
    void await() {
        try {
            thread.submit(() -> {}).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void deliver(StandInHook hook, StandInDelivery delivery) {
        int status = allowed && !losing.test(delivery) ? send(hook, delivery) : 0;
        deliveries.add(new StandInDelivery(
                delivery.hook(), delivery.uuid(), delivery.event(), delivery.type(), delivery.body(), status));
    }

    private int send(StandInHook hook, StandInDelivery delivery) {
        byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
        String signature = hook.secret().isEmpty() ? "" : hmac("HmacSHA256", hook.secret(), body);
        String sha1 = hook.secret().isEmpty() ? "" : hmac("HmacSHA1", hook.secret(), body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hook.url()))
                .timeout(TIME)
                .header("Content-Type", "application/json")
                .header("X-Gitea-Signature", signature)
                .header("X-Gogs-Signature", signature)
                .header("X-Hub-Signature", "sha1=" + sha1)
                .header("X-Hub-Signature-256", "sha256=" + signature)
                .POST(BodyPublishers.ofByteArray(body));
        for (String prefix : List.of("X-Gitea-", "X-Gogs-", "X-GitHub-")) {
            request.header(prefix + "Delivery", delivery.uuid())
                    .header(prefix + "Event", delivery.event())
                    .header(prefix + "Event-Type", delivery.type());
        }
        if (!hook.authorization().isEmpty()) {
            request.header("Authorization", hook.authorization());
        }
        try {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static String hmac(String algorithm, String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + algorithm, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
