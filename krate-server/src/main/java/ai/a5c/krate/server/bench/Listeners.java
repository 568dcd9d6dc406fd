package ai.a5c.krate.server.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Many connections that one thread listens to, counting what each is told. */
final class Listeners implements AutoCloseable {

    private static final byte[] MARK = "\"MODIFIED\"".getBytes(StandardCharsets.US_ASCII);
    private static final long PATIENCE_MILLIS = 30_000;

    private final Selector selector;
    private final List<Listener> listeners = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    private Listeners(Selector selector) {
        this.selector = selector;
    }

    /** {@code count} connections to {@code address}, each of which has sent {@code request}. */
    static Listeners open(InetSocketAddress address, int count, byte[] request) {
        try {
            Listeners all = new Listeners(Selector.open());
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open(address);
                ByteBuffer rest = ByteBuffer.wrap(request);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.configureBlocking(false);
                Listener listener = new Listener(channel);
                channel.register(all.selector, SelectionKey.OP_READ, listener);
                all.listeners.add(listener);
            }
            return all;
        } catch (IOException e) {
            throw new BenchException("%d connections cannot be opened".formatted(count), e);
        }
    }

    /** {@code count} watches of {@code path}, each of which has been answered. */
    static Listeners watching(Grounds grounds, String path, int count) {
        URI url = URI.create(grounds.server().url());
        String request =
                "GET %s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n\r\n".formatted(path, grounds.token());
        Listeners all = open(
                new InetSocketAddress(url.getHost(), url.getPort()),
                count,
                request.getBytes(StandardCharsets.US_ASCII));
        all.awaitAll(listener -> listener.answered);
        return all;
    }

    /** Times how long {@code work} and the hearing of it by all take together. */
    Timings timed(int times, Callable<?> work) {
        return Timings.of(times, () -> {
            listeners.forEach(listener -> listener.told = false);
            heard.reset();
            work.call();
            awaitAll(listener -> listener.told);
            return times;
        });
    }

    /** What the first of them was told last. */
    byte[] line() {
        return heard.toByteArray();
    }

    private void awaitAll(Predicate<Listener> reached) {
        long began = System.nanoTime();
        while (!listeners.stream().allMatch(reached)) {
            if (System.nanoTime() - began > PATIENCE_MILLIS * 1_000_000) {
                throw new BenchException("%d of %d connections heard nothing for %d s"
                        .formatted(
                                listeners.stream().filter(reached.negate()).count(),
                                listeners.size(),
                                PATIENCE_MILLIS / 1_000));
            }
            readSome();
        }
    }

    private void readSome() {
        try {
            selector.select(key -> read((Listener) key.attachment()), 100);
        } catch (IOException e) {
            throw new BenchException("a connection broke", e);
        }
    }

    private void read(Listener listener) {
        try {
            buffer.clear();
            if (listener.channel.read(buffer) < 0) {
                throw new BenchException("a connection was closed");
            }
            buffer.flip();
            if (listener.equals(listeners.get(0))) {
                heard.write(buffer.array(), 0, buffer.limit());
            }
            listener.hear(buffer);
        } catch (IOException e) {
            throw new BenchException("a connection broke", e);
        }
    }

    @Override
    public void close() {
        try {
            for (Listener listener : listeners) {
                listener.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new BenchException("a connection cannot be closed", e);
        }
    }

    private static final class Listener {

        private final SocketChannel channel;
        private int matched;
        private boolean answered;
        private boolean told;

        Listener(SocketChannel channel) {
            this.channel = channel;
        }

        void hear(ByteBuffer bytes) {
            answered = true;
            while (bytes.hasRemaining()) {
                byte next = bytes.get();
                matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
                if (matched == MARK.length) {
                    told = true;
                    matched = 0;
                }
            }
        }
    }
}
