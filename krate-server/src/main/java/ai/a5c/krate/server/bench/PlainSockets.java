package ai.a5c.krate.server.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What many watchers would cost without a server: the same bytes written to as many sockets, one after the other. */
final class PlainSockets {

    static final String TIMES = "the same bytes written to as many plain sockets";
    static final String BYTES = "a plain socket";

    private PlainSockets() {}

    /** How long it takes {@code count} connections to hear {@code news}, in which {@code mark} stands once. */
    static Timings timings(ByteBuffer news, String mark, int count, int times) {
        List<SocketChannel> outputs = new ArrayList<>();
        try (ServerSocketChannel server = bound(count);
                Listeners listeners = Listeners.open(
                        (InetSocketAddress) server.getLocalAddress(), count, () -> outputs.add(accepted(server)))) {
            return listeners.marking(mark).timed(times, () -> {
                for (SocketChannel output : outputs) {
                    output.write(news.duplicate());
                }
                return times;
            });
        } catch (IOException e) {
            throw new BenchException("plain sockets cannot be opened", e);
        } finally {
            close(outputs);
        }
    }

    /** Bytes of memory of both ends of one of {@code count} connections. */
    static double both(int count) {
        List<SocketChannel> outputs = new ArrayList<>();
        try (ServerSocketChannel server = bound(count)) {
            return held(server, count, () -> outputs.add(accepted(server)));
        } catch (IOException e) {
            throw new BenchException("plain sockets cannot be opened", e);
        } finally {
            close(outputs);
        }
    }

    /** Bytes of memory of the end that asks; the system lets as many wait to be accepted. */
    static double client(int count) {
        try (ServerSocketChannel server = bound(count)) {
            return held(server, count, () -> count);
        } catch (IOException e) {
            throw new BenchException("plain sockets cannot be opened", e);
        }
    }

    private static double held(ServerSocketChannel server, int count, Callable<?> opened) throws IOException {
        long before = Memory.held();
        try (Listeners listeners = Listeners.open((InetSocketAddress) server.getLocalAddress(), count, opened)) {
            return (double) (Memory.held() - before) / listeners.size();
        }
    }

    private static ServerSocketChannel bound(int waiting) throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), waiting);
    }

    /** Without Nagle's delay, like the server's. */
    private static SocketChannel accepted(ServerSocketChannel server) throws IOException {
        return server.accept().setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    private static void close(List<SocketChannel> channels) {
        try {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        } catch (IOException e) {
            throw new BenchException("a connection cannot be closed", e);
        }
    }
}
