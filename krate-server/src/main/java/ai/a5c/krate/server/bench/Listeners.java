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

/** Many connections that one thread listens to, noting who has been told something new. */
final class Listeners implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 30_000;

    private final Selector selector;
    private final List<Listener> listeners = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private byte[] mark = {};
    private int untold;

    private Listeners(Selector selector) {
        this.selector = selector;
    }

    /** {@code count} connections to {@code address}; {@code opened} is called after each of them. */
    static Listeners open(InetSocketAddress address, int count, Callable<?> opened) {
        try {
            Listeners all = new Listeners(Selector.open());
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open(address);
                opened.call();
                channel.configureBlocking(false);
                Listener listener = new Listener(channel);
                channel.register(all.selector, SelectionKey.OP_READ, listener);
                all.listeners.add(listener);
            }
            return all;
        } catch (Exception e) {
            throw new BenchException("%d connections cannot be opened".formatted(count), e);
        }
    }

    /** {@code count} watches of {@code path}, each of which has been sent {@code first}. */
    static Listeners watching(Grounds grounds, String path, String first, int count) {
        URI url = URI.create(grounds.server().url());
        Listeners all = open(new InetSocketAddress(url.getHost(), url.getPort()), count, () -> count);
        return all.marking(first)
                .ask("GET %s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(path, grounds.token()));
    }

    private Listeners ask(String request) {
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        expect();
        try {
            for (Listener listener : listeners) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    listener.channel.write(rest);
                }
            }
            await();
            return this;
        } catch (IOException e) {
            throw new BenchException("a connection broke", e);
        }
    }

    /** The same, who from now on wait for news; {@code text} stands once in each piece of them. */
    Listeners marking(String text) {
        mark = text.getBytes(StandardCharsets.US_ASCII);
        return this;
    }

    /** Times how long {@code work} and the hearing of it by all take together. */
    Timings timed(int times, Callable<?> work) {
        return Timings.of(times, () -> {
            expect();
            work.call();
            await();
            return times;
        });
    }

    /** From now on everybody waits for news. */
    private void expect() {
        listeners.forEach(listener -> listener.told = false);
        untold = listeners.size();
        heard.reset();
    }

    int size() {
        return listeners.size();
    }

    /** What the first of them was told last. */
    ByteBuffer line() {
        return ByteBuffer.wrap(heard.toByteArray());
    }

    private void await() throws IOException {
        long began = System.nanoTime();
        while (untold > 0) {
            if (System.nanoTime() - began > PATIENCE_MILLIS * 1_000_000) {
                throw new BenchException("%d of %d connections heard nothing for %d s"
                        .formatted(untold, listeners.size(), PATIENCE_MILLIS / 1_000));
            }
            selector.select(key -> read((Listener) key.attachment()), 100);
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
                while (buffer.hasRemaining()) {
                    heard.write(buffer.get());
                }
                buffer.rewind();
            }
            if (listener.hears(buffer, mark)) {
                untold--;
            }
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
        private boolean told;

        Listener(SocketChannel channel) {
            this.channel = channel;
        }

        /** Whether {@code mark} is among {@code bytes}, for the first time. */
        boolean hears(ByteBuffer bytes, byte[] mark) {
            boolean before = told;
            while (bytes.hasRemaining()) {
                byte next = bytes.get();
                matched = next == mark[matched] ? matched + 1 : next == mark[0] ? 1 : 0;
                if (matched == mark.length) {
                    told = true;
                    matched = 0;
                }
            }
            return told && !before;
        }
    }
}
