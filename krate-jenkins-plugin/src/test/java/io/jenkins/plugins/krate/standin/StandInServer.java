package io.jenkins.plugins.krate.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A krate-server of the organization acme: runs, approvals and artifacts as {@link Answers} keeps them; replies that were ordered come first. */
public final class StandInServer implements AutoCloseable {

    private static final int BACKLOG = 50;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Deque<Ordered> ordered = new ArrayDeque<>();
    private final Answers answers = new Answers();

    /** A server at a free port of this machine. */
    public StandInServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What it knows of runs. */
    public Answers answers() {
        return answers;
    }

    /** Has the next request whose line begins with {@code line} answered so. */
    public void order(String line, Reply reply) {
        synchronized (ordered) {
            ordered.add(new Ordered(line, reply));
        }
    }

    /** Has everything answered as it should be from now on. */
    public void forgetOrders() {
        synchronized (ordered) {
            ordered.clear();
        }
    }

    /** Every request so far. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** Waits, for a minute at most, until a request came whose line begins with {@code line}. */
    public boolean isAsked(String line) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        synchronized (asked) {
            while (asked(line).isEmpty() && System.nanoTime() < end) {
                asked.wait(TimeUnit.SECONDS.toMillis(1));
            }
        }
        return !asked(line).isEmpty();
    }

    /** The requests whose line begins with {@code line}. */
    public List<Asked> asked(String line) {
        return asked.stream().filter(one -> one.line().startsWith(line)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            Asked one = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            synchronized (asked) {
                asked.add(one);
                asked.notifyAll();
            }
            Reply reply = reply(one);
            if (reply.kind() == Reply.Kind.LOST) {
                answers.to(one);
            }
            send(exchange, reply);
        }
    }

    private Reply reply(Asked one) {
        synchronized (ordered) {
            for (Ordered next : ordered) {
                if (one.line().startsWith(next.line())) {
                    ordered.remove(next);
                    return next.reply();
                }
            }
        }
        return answers.to(one);
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        switch (reply.kind()) {
            case ANSWER -> answer(exchange, reply);
            case HANG_UP, LOST -> exchange.close();
            case SILENCE -> hold();
            case STALL -> {
                head(exchange, reply, 1_000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                hold();
            }
            case ENDLESS -> {
                head(exchange, reply, 0);
                flood(exchange.getResponseBody());
            }
        }
    }

    private static void answer(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        head(exchange, reply, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void head(HttpExchange exchange, Reply reply, long length) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), length);
    }

    private void flood(OutputStream out) throws IOException {
        byte[] spaces = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
        while (closing.getCount() > 0) {
            out.write(spaces);
        }
    }

    private void hold() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private record Ordered(String line, Reply reply) {}
}
