package ai.a5c.krate.runtime.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy on a Unix socket that connects an agent in a sandbox to allowed hosts: {@code CONNECT} and plain HTTP, ports 80
 * and 443. It resolves names itself and connects to the address that it has judged.
 */
final class EgressProxy implements AutoCloseable {

    private static final int LONGEST_HEAD = 32 * 1024;
    private static final int MOST_CONNECTIONS = 64;
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(20).toMillis();
    private static final Pattern CONNECT =
            Pattern.compile("CONNECT ([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):(\\d{1,5}) HTTP/1\\.[01]");
    private static final Pattern PLAIN = Pattern.compile(
            "([A-Z]{1,20}) http://([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d{1,5}))?(/\\S*)? (HTTP/1\\.[01])");

    private final ServerSocketChannel server;
    private final EgressRules rules;
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private EgressProxy(ServerSocketChannel server, EgressRules rules) {
        this.server = server;
        this.rules = rules;
    }

    /** Listens at {@code socket}, in place of one that a server which is gone has left there. */
    static EgressProxy open(Path socket, EgressRules rules) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        EgressProxy proxy = new EgressProxy(server, rules);
        start(proxy::listen);
        return proxy;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "krate-egress");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                if (room.tryAcquire()) {
                    start(() -> serve(client));
                } else {
                    client.close();
                }
            } catch (IOException e) {
                // it was closed, or the client had gone already
            }
        }
    }

    private void serve(SocketChannel client) {
        open.add(client);
        try {
            String head = head(client);
            Matcher connect = CONNECT.matcher(line(head));
            Matcher plain = PLAIN.matcher(line(head));
            if (connect.matches()) {
                tunnel(client, connect.group(1), Integer.parseInt(connect.group(2)));
            } else if (plain.matches()) {
                forward(client, plain, head);
            } else {
                refuse(client, "400 Bad Request", "this proxy takes CONNECT and http:// alone");
            }
        } catch (IOException e) {
            // the client has gone, or the host
        } finally {
            Relay.close(client);
            open.remove(client);
            room.release();
        }
    }

    private void tunnel(SocketChannel client, String host, int port) throws IOException {
        try (SocketChannel remote = connected(client, host, port).orElse(null)) {
            if (remote != null) {
                write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
                Relay.between(client, remote);
            }
        }
    }

    /** One request a connection; the host that is asked for is the one that is told. */
    private void forward(SocketChannel client, Matcher request, String head) throws IOException {
        String host = request.group(2);
        int port = request.group(3) == null ? 80 : Integer.parseInt(request.group(3));
        try (SocketChannel remote = connected(client, host, port).orElse(null)) {
            if (remote == null) {
                return;
            }
            String path = request.group(4) == null ? "/" : request.group(4);
            StringBuilder told = new StringBuilder("%s %s %s\r\nHost: %s\r\nConnection: close\r\n"
                    .formatted(
                            request.group(1),
                            path,
                            request.group(5),
                            request.group(3) == null ? host : host + ":" + port));
            int end = head.indexOf("\r\n\r\n");
            head.substring(0, end)
                    .lines()
                    .skip(1)
                    .filter(line -> !line.matches("(?i)(host|connection|proxy-[a-z-]+|keep-alive):.*"))
                    .forEach(line -> told.append(line).append("\r\n"));
            write(remote, told + "\r\n" + head.substring(end + 4));
            Relay.between(client, remote);
        }
    }

    /** A connection to an allowed host; what is not allowed, or cannot be reached, the client is told. */
    private Optional<SocketChannel> connected(SocketChannel client, String host, int port) throws IOException {
        Optional<InetAddress> address = rules.address(host.replaceAll("[\\[\\]]", ""), port);
        if (address.isEmpty()) {
            refuse(
                    client,
                    "403 Forbidden",
                    "%s:%d is not among the hosts that this agent may reach".formatted(host, port));
            return Optional.empty();
        }
        SocketChannel remote = SocketChannel.open();
        try {
            remote.socket().connect(new InetSocketAddress(address.get(), port), PATIENCE_MILLIS);
            return Optional.of(remote);
        } catch (IOException e) {
            remote.close();
            refuse(client, "502 Bad Gateway", "%s:%d cannot be reached".formatted(host, port));
            return Optional.empty();
        }
    }

    /** All up to the empty line, and what came with it, byte for byte. */
    private static String head(SocketChannel client) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_HEAD);
        while (client.read(buffer) >= 0) {
            String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
            if (text.contains("\r\n\r\n")) {
                return text;
            }
            if (!buffer.hasRemaining()) {
                break;
            }
        }
        throw new IOException("no request");
    }

    private static String line(String head) {
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static void refuse(SocketChannel client, String status, String why) throws IOException {
        write(
                client,
                "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(status, why.length(), why));
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Ends every connection. */
    @Override
    public void close() {
        Relay.close(server);
        open.forEach(Relay::close);
    }
}
