package ai.a5c.krate.server.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** How long one change takes to reach the last of many watchers, beside the same bytes over as many plain sockets. */
final class WatchBench implements Bench {

    private static final int[] WATCHERS = {100, 1_000, 5_000};
    private static final int CHANGES = 30;

    @Override
    public List<Figure> run(Grounds grounds, int largest) {
        Requests requests = grounds.requests();
        requests.post(Grounds.POOLS, Grounds.pool("watched", 1));
        int[] replicas = {1};
        List<Figure> figures = new ArrayList<>();
        for (int watchers : WATCHERS) {
            if (watchers <= Math.max(largest, WATCHERS[0])) {
                figures.add(figure(
                        grounds,
                        watchers,
                        () -> requests.put(Grounds.POOLS + "/watched", Grounds.pool("watched", ++replicas[0]))));
            }
        }
        return figures;
    }

    private static Figure figure(Grounds grounds, int watchers, Callable<?> change) {
        try (Listeners listeners = Listeners.watching(grounds, Grounds.POOLS + "?watch=true", watchers)) {
            Timings own = listeners.timed(CHANGES, change);
            return Figure.of(
                    "change to the last watcher",
                    watchers,
                    own,
                    "the same bytes written to as many plain sockets",
                    loopback(listeners.line(), watchers));
        }
    }

    private static Timings loopback(byte[] line, int watchers) {
        List<SocketChannel> outputs = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), watchers);
            try (Listeners listeners =
                    Listeners.open((InetSocketAddress) server.getLocalAddress(), watchers, new byte[0])) {
                for (int i = 0; i < watchers; i++) {
                    outputs.add(server.accept());
                }
                return listeners.timed(CHANGES, () -> {
                    for (SocketChannel output : outputs) {
                        output.write(ByteBuffer.wrap(line));
                    }
                    return outputs.size();
                });
            } finally {
                for (SocketChannel output : outputs) {
                    output.close();
                }
            }
        } catch (IOException e) {
            throw new BenchException("plain sockets cannot be opened", e);
        }
    }
}
