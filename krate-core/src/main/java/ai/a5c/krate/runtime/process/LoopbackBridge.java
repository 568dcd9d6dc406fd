package ai.a5c.krate.runtime.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program of its own that runs in the sandbox, from this one class: it listens on the sandbox's loopback and hands
 * every connection on to a Unix socket.
 */
final class LoopbackBridge {

    private static final int PIECE = 16 * 1024;

    private LoopbackBridge() {}

    /** Takes the Unix socket, the port, and a file to make when it listens. */
    public static void main(String[] arguments) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])));
            Files.createFile(Path.of(arguments[2]));
            while (server.isOpen()) {
                SocketChannel client = server.accept();
                start(() -> serve(client, Path.of(arguments[0])));
            }
        }
    }

    private static void serve(SocketChannel client, Path socket) {
        try (client;
                SocketChannel proxy = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            start(() -> copy(proxy, client));
            copy(client, proxy);
        } catch (IOException e) {
            // the server is down: there is no way out
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private static void copy(ByteChannel from, ByteChannel to) {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try (from;
                to) {
            while (from.read(piece) >= 0) {
                piece.flip();
                while (piece.hasRemaining()) {
                    to.write(piece);
                }
                piece.clear();
            }
        } catch (IOException e) {
            // the connection has ended
        }
    }
}
