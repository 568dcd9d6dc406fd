package ai.a5c.krate.server.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** How long one change takes to reach the last of 1,000 watchers, beside the same bytes over as many plain sockets. */
final class WatchBench implements Bench {

    private static final int WATCHERS = 1_000;
    private static final int CHANGES = 30;

    @Override
    public List<Figure> run(Grounds grounds, int largest) {
        Requests requests = grounds.requests();
        requests.post(Grounds.POOLS, Grounds.pool("watched", 1));
        String path = Grounds.POOLS + "?watch=true";
        try (Listeners listeners = Listeners.watching(grounds, path, WATCHERS)) {
            int[] replicas = {1};
            Timings own = listeners.timed(
                    CHANGES, () -> requests.put(Grounds.POOLS + "/watched", Grounds.pool("watched", ++replicas[0])));
            return List.of(Figure.of(
                    "change to the last of 1,000",
                    WATCHERS,
                    own,
                    "the same bytes written to as many plain sockets",
                    loopback(listeners.line())));
        }
    }

    private static Timings loopback(byte[] line) {
        List<SocketChannel> outputs = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), WATCHERS);
            try (Listeners listeners =
                    Listeners.open((InetSocketAddress) server.getLocalAddress(), WATCHERS, new byte[0])) {
                for (int i = 0; i < WATCHERS; i++) {
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
