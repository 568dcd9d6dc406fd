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

/**
 * What many watchers would cost without a server: the same bytes written to as many sockets, one after the other.
 *
 * @param held bytes of memory of a connection, both ends
 */
record PlainSockets(Timings timings, double held) {

    static final String TIMES = "the same bytes written to as many plain sockets";
    static final String BYTES = "a plain socket";

    static PlainSockets measure(byte[] news, String mark, int count, int times) {
        List<SocketChannel> outputs = new ArrayList<>();
        try (ServerSocketChannel server = bound(count)) {
            long before = Memory.held();
            try (Listeners listeners = Listeners.open(
                    (InetSocketAddress) server.getLocalAddress(), count, () -> outputs.add(accepted(server)))) {
                Timings timings = listeners.marking(mark).timed(times, () -> {
                    for (SocketChannel output : outputs) {
                        output.write(ByteBuffer.wrap(news));
                    }
                    return times;
                });
                return new PlainSockets(timings, (double) (Memory.held() - before) / count);
            } finally {
                for (SocketChannel output : outputs) {
                    output.close();
                }
            }
        } catch (IOException e) {
            throw new BenchException("plain sockets cannot be opened", e);
        }
    }

    /** Bytes of memory of a connection's end that asks, alone; as many as the system lets wait to be accepted. */
    static double client(int count) {
        try (ServerSocketChannel server = bound(count)) {
            long before = Memory.held();
            try (Listeners listeners =
                    Listeners.open((InetSocketAddress) server.getLocalAddress(), count, () -> count)) {
                return (double) (Memory.held() - before) / listeners.size();
            }
        } catch (IOException e) {
            throw new BenchException("plain sockets cannot be opened", e);
        }
    }

    private static ServerSocketChannel bound(int waiting) throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), waiting);
    }

    /** Without Nagle's delay, like the server's. */
    private static SocketChannel accepted(ServerSocketChannel server) throws IOException {
        return server.accept().setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
}
