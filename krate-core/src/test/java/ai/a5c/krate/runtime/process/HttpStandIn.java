package ai.a5c.krate.runtime.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A host of the web on the loopback: it greets with the name that it was called by. */
final class HttpStandIn implements AutoCloseable {

    private final ServerSocket server;

    HttpStandIn() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::listen, "http-stand-in");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void listen() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                answer(client);
            } catch (IOException e) {
                // closed, or the client has gone
            }
        }
    }

    private static void answer(Socket client) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        String host = "";
        String line = reader.readLine();
        while (line != null && !line.isEmpty()) {
            host = line.startsWith("Host: ") ? line.substring(6) : host;
            line = reader.readLine();
        }
        String body = "hello from " + host + "\n";
        client.getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(body.length(), body)
                        .getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
