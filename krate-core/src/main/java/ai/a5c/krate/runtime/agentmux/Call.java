package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One WebSocket connection to the gateway, from its opening to its end; it is never used again after that. */
final class Call implements WebSocket.Listener {

    private static final int MAX_FRAME = 32 * 1024 * 1024;
    private static final int UNAUTHORIZED = 4401;
    private static final int MISSING_PONGS = 2;

    private final AgentMuxSettings settings;
    private final ScheduledExecutorService timer;
    private final Hearer hearer;
    private final CompletableFuture<Call> greeted = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final Deque<CompletableFuture<Void>> pongs = new ArrayDeque<>();
    private final Map<String, CompletableFuture<Map<String, Object>>> replies = new HashMap<>();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private volatile @Nullable WebSocket socket;
    private volatile @Nullable ScheduledFuture<?> heartbeat;
    private volatile @Nullable ScheduledFuture<?> deadline;
    private volatile boolean over;
    private volatile Duration ahead = Duration.ZERO;
    private long asked;
    private int missing;

    private Call(AgentMuxSettings settings, ScheduledExecutorService timer, Hearer hearer) {
        this.settings = settings;
        this.timer = timer;
        this.hearer = hearer;
    }

    /** Opens a connection; it is of use once {@link #greeted} is done. */
    static Call open(AgentMuxSettings settings, HttpClient client, ScheduledExecutorService timer, Hearer hearer) {
        Call call = new Call(settings, timer, hearer);
        String address =
                settings.gateway().toString().replaceFirst("^http", "ws").replaceAll("/+$", "") + "/";
        CompletableFuture<WebSocket> unused = client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + settings.token().get())
                .connectTimeout(settings.timing().hello())
                .buildAsync(URI.create(address), call)
                .whenComplete((socket, failure) -> call.opened(socket, failure));
        ScheduledFuture<?> deadline = timer.schedule(
                () -> call.end(
                        "the gateway did not greet within " + settings.timing().hello()),
                settings.timing().hello().toMillis(),
                TimeUnit.MILLISECONDS);
        call.deadline = deadline;
        return call;
    }

    /** Done when the gateway has greeted; failed with a {@link RuntimeUnavailableException} if it does not. */
    CompletableFuture<Call> greeted() {
        return greeted;
    }

    /** Whether it can be spoken on. */
    boolean isReady() {
        return !over && greeted.isDone() && !greeted.isCompletedExceptionally();
    }

    /** Whether it has ended, for whatever reason. */
    boolean isOver() {
        return over;
    }

    /** How far the gateway's clock is ahead of ours. */
    Duration ahead() {
        return ahead;
    }

    /** Sends a frame, after all others; false if the connection has ended. */
    synchronized boolean send(Map<String, Object> frame) {
        WebSocket now = socket;
        if (over || now == null) {
            return false;
        }
        String json = Json.write(frame);
        sent = sent.handle((ok, failure) -> ok)
                .thenCompose(ok -> now.sendText(json, true))
                .whenComplete((ok, failure) -> {
                    if (failure != null) {
                        end("a frame could not be sent: " + Words.of(failure));
                    }
                });
        return true;
    }

    /** Sends a frame and gives what is answered to it. */
    CompletableFuture<Map<String, Object>> ask(Map<String, Object> frame) {
        CompletableFuture<Map<String, Object>> reply = new CompletableFuture<>();
        Map<String, Object> request = new LinkedHashMap<>(frame);
        synchronized (this) {
            String id = "krate-" + ++asked;
            request.put("id", id);
            replies.put(id, reply);
        }
        if (!send(request)) {
            reply.completeExceptionally(new RuntimeUnavailableException("the connection has ended"));
        }
        return reply.orTimeout(settings.timing().hello().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Done when the gateway has taken notice of all that was sent before. */
    CompletableFuture<Void> barrier() {
        CompletableFuture<Void> pong = new CompletableFuture<>();
        boolean pinged;
        synchronized (this) {
            pongs.add(pong);
            pinged = send(Map.of("type", "ping"));
        }
        if (!pinged) {
            pong.completeExceptionally(new RuntimeUnavailableException("the connection has ended"));
        }
        return pong.orTimeout(settings.timing().hello().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the connection. */
    void end(String why) {
        List<CompletableFuture<?>> waiting;
        synchronized (this) {
            boolean late = greeted.isDone() && why.startsWith("the gateway did not greet");
            if (over || late) {
                return;
            }
            over = true;
            waiting = Stream.concat(pongs.stream(), replies.values().stream()).toList();
            pongs.clear();
            replies.clear();
        }
        ScheduledFuture<?> beat = heartbeat;
        if (beat != null) {
            beat.cancel(false);
        }
        WebSocket now = socket;
        if (now != null) {
            now.abort();
        }
        RuntimeUnavailableException failure = new RuntimeUnavailableException(why);
        greeted.completeExceptionally(failure);
        waiting.forEach(one -> one.completeExceptionally(failure));
        hearer.ended(this, why);
    }

    private void opened(@Nullable WebSocket opened, @Nullable Throwable failure) {
        if (opened == null) {
            Throwable cause = failure != null && failure.getCause() != null ? failure.getCause() : failure;
            end("the gateway cannot be reached: " + Words.of(cause));
            return;
        }
        socket = opened;
        if (over) {
            opened.abort();
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (text.length() > MAX_FRAME) {
            end("the gateway sent a frame that is too large");
            return null;
        }
        if (last) {
            String frame = text.toString();
            text.setLength(0);
            Fields.parsed(frame).ifPresent(this::heard);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end(code == UNAUTHORIZED ? Words.WRONG_TOKEN : "the gateway closed the connection with code " + code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        end("the connection broke: " + Words.of(failure));
    }

    private void heard(Map<String, Object> frame) {
        switch (Fields.text(frame, "type")) {
            case "hello" -> greeted(frame);
            case "pong" -> pong();
            case "" -> replied(frame);
            default -> hearer.heard(this, frame);
        }
    }

    private void greeted(Map<String, Object> frame) {
        if (!(frame.get("protocolVersions") instanceof List<?> versions) || !versions.contains("1")) {
            end("the gateway does not speak protocol version 1");
            return;
        }
        ahead = ahead(Fields.text(frame, "serverTime"));
        long every = settings.timing().ping().toMillis();
        heartbeat = timer.scheduleWithFixedDelay(this::ping, every, every, TimeUnit.MILLISECONDS);
        ScheduledFuture<?> late = deadline;
        if (late != null) {
            late.cancel(false);
        }
        if (greeted.complete(this)) {
            hearer.greeted(this);
        }
    }

    private static Duration ahead(String serverTime) {
        try {
            return Duration.between(Instant.now(), Instant.parse(serverTime));
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private void ping() {
        synchronized (this) {
            missing++;
            if (missing <= MISSING_PONGS) {
                pongs.add(new CompletableFuture<>());
                send(Map.of("type", "ping"));
                return;
            }
        }
        end("the gateway has missed %d pongs".formatted(MISSING_PONGS));
    }

    private void pong() {
        CompletableFuture<Void> first;
        synchronized (this) {
            missing = 0;
            first = pongs.poll();
        }
        if (first != null) {
            first.complete(null);
        }
    }

    private void replied(Map<String, Object> frame) {
        CompletableFuture<Map<String, Object>> reply;
        synchronized (this) {
            reply = replies.remove(Fields.text(frame, "id"));
        }
        if (reply != null) {
            reply.complete(frame);
        }
    }

    /** What is told of a connection, on threads that must not be kept. */
    interface Hearer {

        /** The gateway has greeted. */
        void greeted(Call call);

        /** A frame that answers nothing came. */
        void heard(Call call, Map<String, Object> frame);

        /** It is over. */
        void ended(Call call, String why);
    }
}
