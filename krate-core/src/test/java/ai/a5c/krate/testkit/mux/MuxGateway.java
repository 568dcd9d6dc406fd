package ai.a5c.krate.testkit.mux;

import ai.a5c.krate.json.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An Agent Mux gateway as it was measured, on a port of its own; agents follow the play of their prompt. */
public final class MuxGateway implements AutoCloseable {

    /** The one token that is accepted. */
    public static final String TOKEN = "mux-token-for-tests";

    private final MuxFaults faults = new MuxFaults();
    private final Map<String, MuxPlay> plays = new ConcurrentHashMap<>();
    private final Map<String, MuxRun> runs = new LinkedHashMap<>();
    private final Map<String, MuxQuestion> questions = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Object>>> transcripts = new LinkedHashMap<>();
    private final Map<MuxSocket, Set<String>> subscriptions = new ConcurrentHashMap<>();
    private final List<Map<String, Object>> starts = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> heard = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> started = new ArrayList<>();
    private final List<Thread> agents = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger greetings = new AtomicInteger();
    private final int port;
    private volatile ServerSocket server;

    /** Listens at a free port of this machine. */
    public MuxGateway() {
        this.server = open(0);
        this.port = server.getLocalPort();
        serve(server);
    }

    private static ServerSocket open(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What it does wrong. */
    public MuxFaults faults() {
        return faults;
    }

    /** Agents with that prompt do that. */
    public MuxGateway on(String prompt, MuxPlay play) {
        plays.put(prompt, play);
        return this;
    }

    /** What was asked for with each launch, refused ones included. */
    public List<Map<String, Object>> starts() {
        return starts;
    }

    /** How many agents were really started under that id. */
    public int started(String runId) {
        return locked(() -> (int) started.stream().filter(runId::equals).count());
    }

    /** Every frame that came from a client. */
    public List<Map<String, Object>> heard() {
        return heard;
    }

    /** Every request over HTTP, as {@code GET /path}. */
    public List<String> requests() {
        return requests;
    }

    /** The run of that id. */
    public Optional<MuxRun> run(String runId) {
        return locked(() -> Optional.ofNullable(runs.get(runId)));
    }

    /** How many connections are greeted and open. */
    public int connections() {
        return subscriptions.size();
    }

    /** Breaks all connections off. */
    public void dropSockets() {
        subscriptions.keySet().forEach(MuxSocket::drop);
        subscriptions.clear();
    }

    /** Breaks one connection off, if there is one. */
    public void dropOneSocket() {
        subscriptions.keySet().stream().findFirst().ifPresent(socket -> {
            subscriptions.remove(socket);
            socket.drop();
        });
    }

    /** How often a connection has been greeted. */
    public int greetings() {
        return greetings.get();
    }

    /** Takes no new connections. */
    public void stopListening() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A session's transcript has this, whatever the events say. */
    public void transcribed(String session, String role, String text) {
        transcribe(session, role, text);
    }

    /** Dies at once: nobody listens, agents work on unheard, runs stay as they are. */
    public void kill() {
        stopListening();
        locked(() -> {
            runs.values().stream().filter(MuxRun::isActive).forEach(MuxRun::cutOff);
            questions.clear();
            return this;
        });
        dropSockets();
        sockets.forEach(MuxGateway::drop);
        sockets.clear();
    }

    /** Listens again. */
    public void revive() {
        long start = System.nanoTime();
        while (server.isClosed()) {
            try {
                server = open(port);
            } catch (UncheckedIOException e) {
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(10)) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
        serve(server);
    }

    @Override
    public void close() {
        kill();
        agents.forEach(Thread::interrupt);
    }

    <T> T locked(Supplier<T> body) {
        synchronized (runs) {
            return body.get();
        }
    }

    private void serve(ServerSocket listening) {
        background(() -> {
            while (!listening.isClosed()) {
                try {
                    Socket socket = listening.accept();
                    sockets.add(socket);
                    background(() -> talk(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static Thread background(Runnable task) {
        Thread thread = new Thread(task, "mux-gateway");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void talk(Socket socket) {
        try {
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            MuxRequest request = MuxRequest.read(in);
            if (request.isUpgrade()) {
                listen(socket, in, request);
                return;
            }
            requests.add(request.method() + " " + request.path());
            pause(faults.slowness);
            answer(request).write(socket.getOutputStream());
            socket.close();
        } catch (IOException e) {
            drop(socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(socket);
        }
    }

    private static void pause(Duration length) throws InterruptedException {
        if (new CountDownLatch(1).await(length.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody opens this latch");
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            return;
        }
    }

    private MuxRequest.Answer answer(MuxRequest request) {
        String path = request.path().replaceAll("[?].*", "");
        if (path.equals("/healthz") && !faults.healthless) {
            long active =
                    locked(() -> runs.values().stream().filter(MuxRun::isActive).count());
            Map<String, Object> counted = Map.of("ok", true, "runs", Map.of("active", active));
            return MuxRequest.Answer.of(200, faults.countless ? Map.of("ok", true) : counted);
        }
        if (!request.isAuthorized(TOKEN)) {
            return MuxRequest.Answer.of(401, Map.of("error", "unauthorized"));
        }
        if (path.equals("/api/v1/agents")) {
            return MuxRequest.Answer.of(
                    200,
                    Map.of(
                            "agents",
                            List.of("claude", "codex"),
                            "agentDescriptors",
                            List.of(
                                    Map.of("agent", "claude", "displayName", "Claude", "canResume", true),
                                    Map.of("agent", "codex", "displayName", "Codex", "canResume", false))));
        }
        if (path.equals("/api/v1/runs") && request.method().equals("POST")) {
            return start(request.body());
        }
        if (path.startsWith("/api/v1/runs/")) {
            return ofRun(path.substring("/api/v1/runs/".length()));
        }
        if (path.startsWith("/api/v1/sessions/") && path.endsWith("/messages")) {
            return messages(path.substring("/api/v1/sessions/".length(), path.length() - "/messages".length()));
        }
        return MuxRequest.Answer.text(404, "Not Found");
    }

    private MuxRequest.Answer messages(String session) {
        return locked(() -> {
            List<Map<String, Object>> said = transcripts.get(session);
            return said == null
                    ? MuxRequest.Answer.of(404, Map.of("error", "not_found"))
                    : MuxRequest.Answer.of(
                            200,
                            Map.of(
                                    "sessionId",
                                    session,
                                    "messages",
                                    List.copyOf(said),
                                    "pagination",
                                    Map.of("total", said.size(), "hasMore", false)));
        });
    }

    private MuxRequest.Answer ofRun(String rest) {
        return locked(() -> {
            boolean stop = rest.endsWith("/stop");
            MuxRun run = runs.get(stop ? rest.substring(0, rest.length() - "/stop".length()) : rest);
            if (stop) {
                boolean stopped = run != null && run.stop();
                return MuxRequest.Answer.of(stopped ? 200 : 404, Map.of("stopped", stopped));
            }
            return run == null
                    ? MuxRequest.Answer.of(404, Map.of("error", "not_found"))
                    : MuxRequest.Answer.of(200, new LinkedHashMap<>(run.entry()));
        });
    }

    private MuxRequest.Answer start(Map<String, Object> options) {
        starts.add(options);
        String agent = String.valueOf(options.get("agent"));
        if (!Set.of("claude", "codex").contains(agent) || faults.undetected.getAndUpdate(MuxGateway::less) > 0) {
            return MuxRequest.Answer.of(400, Map.of("error", "agent_unavailable", "agent", agent));
        }
        if ("".equals(options.get("prompt")) || faults.failedStarts.getAndUpdate(MuxGateway::less) > 0) {
            return MuxRequest.Answer.text(500, "Internal Server Error");
        }
        MuxRun run = new MuxRun(this, options, agent);
        locked(() -> {
            started.add(run.id());
            return runs.put(run.id(), run);
        });
        run.gateway("user_message", "text", options.get("prompt"));
        agents.add(background(() -> perform(run)));
        return faults.lostAnswers.getAndUpdate(MuxGateway::less) > 0
                ? MuxRequest.Answer.text(500, "Internal Server Error")
                : MuxRequest.Answer.of(201, locked(() -> new LinkedHashMap<>(run.entry())));
    }

    private static int less(int count) {
        return Math.max(0, count - 1);
    }

    private void perform(MuxRun run) {
        try {
            plays.getOrDefault(run.prompt(), MuxPlays::echo).perform(run);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Socket socket, BufferedInputStream in, MuxRequest request) throws IOException {
        MuxSocket client = new MuxSocket(socket, in, request.header("sec-websocket-key"));
        if (faults.mute) {
            client.read();
            return;
        }
        if (!request.isAuthorized(TOKEN)) {
            client.close(4401, "auth timeout");
            return;
        }
        subscriptions.put(client, ConcurrentHashMap.newKeySet());
        greetings.incrementAndGet();
        client.send(Map.of(
                "type",
                "hello",
                "protocolVersions",
                List.of("1"),
                "serverVersion",
                "5.0.0",
                "serverTime",
                Instant.now().toString()));
        try {
            while (true) {
                Map<String, Object> frame = Json.readObject(client.read());
                heard.add(frame);
                frame(client, frame);
            }
        } finally {
            subscriptions.remove(client);
        }
    }

    private void frame(MuxSocket client, Map<String, Object> frame) throws IOException {
        String runId = String.valueOf(frame.get("runId"));
        switch (String.valueOf(frame.get("type"))) {
            case "ping" -> {
                if (!faults.deaf) {
                    client.send(Map.of("type", "pong"));
                }
            }
            case "subscribe" -> subscribe(client, runId, ((Number) frame.get("sinceSeq")).longValue());
            case "unsubscribe" -> subscriptions.getOrDefault(client, Set.of()).remove(runId);
            case "hook.decision" -> decide(client, frame);
            case "session.start" -> kill();
            default -> client.close(4400, "invalid_union");
        }
    }

    private void subscribe(MuxSocket client, String runId, long since) {
        locked(() -> {
            Set<String> mine = subscriptions.get(client);
            MuxRun run = runs.get(runId);
            if (faults.truncated.contains(runId)) {
                client.send(Map.of(
                        "type",
                        "error",
                        "code",
                        "seq_gone",
                        "message",
                        "Requested sequence is no longer available",
                        "runId",
                        runId,
                        "tailSeq",
                        232));
            } else if (mine != null) {
                mine.add(runId);
                if (run != null) {
                    run.frames().stream()
                            .filter(one -> seq(one) > since && !faults.lost.contains(seq(one)))
                            .forEach(client::send);
                }
            }
            return this;
        });
    }

    private static long seq(Map<String, Object> frame) {
        return ((Number) frame.getOrDefault("seq", 0)).longValue();
    }

    private void decide(MuxSocket client, Map<String, Object> frame) {
        boolean ok = locked(() -> {
            MuxQuestion question = questions.get(String.valueOf(frame.get("hookRequestId")));
            return question != null
                    && question.answer(
                            client.id(),
                            String.valueOf(frame.get("decision")),
                            String.valueOf(frame.getOrDefault("reason", "")));
        });
        if (faults.lostReplies.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            client.drop();
        } else if (frame.get("id") != null) {
            client.send(Map.of("id", frame.get("id"), "ok", ok));
        }
    }

    void emit(MuxRun run, String source, Map<String, Object> event) {
        locked(() -> {
            Map<String, Object> frame = new LinkedHashMap<>();
            frame.put("type", "run.event");
            frame.put("runId", run.id());
            frame.put("seq", run.frames().size() + 1L);
            frame.put("source", source);
            frame.put("event", event);
            run.frames().add(frame);
            if (!faults.skipped.remove(seq(frame)) && !faults.lost.contains(seq(frame))) {
                send(run, frame);
                if (faults.twice) {
                    send(run, frame);
                }
            }
            return this;
        });
    }

    private void send(MuxRun run, Map<String, Object> frame) {
        subscribers(run).forEach(client -> client.send(frame));
    }

    private List<MuxSocket> subscribers(MuxRun run) {
        return subscriptions.entrySet().stream()
                .filter(one -> one.getValue().contains(run.id()))
                .map(Map.Entry::getKey)
                .toList();
    }

    void raise(MuxRun run, MuxQuestion question, Map<String, Object> payload) {
        locked(() -> {
            run.gateway(
                    "hook_requested",
                    "hookRequestId",
                    question.id(),
                    "hookKind",
                    question.kind(),
                    "payload",
                    payload,
                    "deadlineTs",
                    question.deadline());
            List<MuxSocket> asked = subscribers(run);
            if (asked.isEmpty()) {
                run.gateway(
                        "gateway.notification",
                        "code",
                        "hook_zero_subscribers",
                        "hookKind",
                        question.kind(),
                        "hookRequestId",
                        question.id());
                question.settle("fallback", "allow", "");
                return this;
            }
            questions.put(question.id(), question);
            for (MuxSocket client : asked) {
                question.asked().add(client.id());
                client.send(Map.of(
                        "type",
                        "hook.request",
                        "hookRequestId",
                        question.id(),
                        "runId",
                        run.id(),
                        "hookKind",
                        question.kind(),
                        "payload",
                        payload,
                        "deadlineTs",
                        question.deadline()));
            }
            return this;
        });
    }

    boolean resolve(MuxRun run, MuxQuestion question, boolean answered) {
        return locked(() -> {
            questions.remove(question.id());
            if (!answered) {
                question.settle("timeout", "allow", "");
            }
            subscribers(run).stream()
                    .filter(client -> !client.id().equals(question.by()))
                    .forEach(client -> client.send(Map.of(
                            "type",
                            "hook.resolved",
                            "hookRequestId",
                            question.id(),
                            "resolvedBy",
                            question.by(),
                            "decision",
                            question.decision())));
            run.gateway(
                    "hook_decision",
                    "hookRequestId",
                    question.id(),
                    "hookKind",
                    question.kind(),
                    "decision",
                    question.decision(),
                    "reason",
                    question.reason(),
                    "resolvedBy",
                    question.by());
            return question.decision().equals("allow");
        });
    }

    void transcribe(String session, String role, String text) {
        locked(() -> transcripts
                .computeIfAbsent(session, any -> new ArrayList<>())
                .add(Map.of(
                        "role",
                        role,
                        "content",
                        text,
                        "timestamp",
                        Instant.now().toString())));
    }
}
