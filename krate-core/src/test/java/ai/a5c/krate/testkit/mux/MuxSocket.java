package ai.a5c.krate.testkit.mux;

import ai.a5c.krate.json.Json;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** The server's end of one WebSocket connection: text frames, whole. */
final class MuxSocket {

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int FRAGMENT = 60_000;

    private final String id = UUID.randomUUID().toString();
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    MuxSocket(Socket socket, BufferedInputStream in, String key) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(in);
        this.out = socket.getOutputStream();
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String id() {
        return id;
    }

    /** The next text frame; throws once the connection has ended. */
    String read() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0f;
            int second = in.readUnsignedByte();
            long length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] mask = new byte[4];
            if ((second & 0x80) != 0) {
                in.readFully(mask);
            }
            byte[] payload = new byte[Math.toIntExact(length)];
            in.readFully(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            if (opcode == 1) {
                return new String(payload, StandardCharsets.UTF_8);
            }
            if (opcode == 8) {
                throw new IOException("closed");
            }
        }
    }

    /** Sends a frame; whoever has gone hears nothing. Long ones go in fragments. */
    synchronized void send(Map<String, Object> frame) {
        byte[] payload = Json.write(frame).getBytes(StandardCharsets.UTF_8);
        try {
            for (int at = 0; at == 0 || at < payload.length; at += FRAGMENT) {
                int end = Math.min(at + FRAGMENT, payload.length);
                int first = (end == payload.length ? 0x80 : 0) | (at == 0 ? 1 : 0);
                write(first, ByteBuffer.wrap(payload, at, end - at));
            }
            out.flush();
        } catch (IOException e) {
            drop();
        }
    }

    /** Closes it in good order. */
    synchronized void close(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuffer payload =
                ByteBuffer.allocate(2 + words.length).putShort((short) code).put(words);
        try {
            write(0x88, payload.flip());
            out.flush();
            socket.shutdownOutput();
        } catch (IOException e) {
            drop();
        }
    }

    /** Ends it without a word. */
    void drop() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            return;
        }
    }

    private void write(int first, ByteBuffer payload) throws IOException {
        int length = payload.remaining();
        ByteBuffer head = ByteBuffer.allocate(10).put((byte) first);
        if (length < 126) {
            head.put((byte) length);
        } else if (length < 65_536) {
            head.put((byte) 126).putShort((short) length);
        } else {
            head.put((byte) 127).putLong(length);
        }
        out.write(head.array(), 0, head.position());
        out.write(payload.array(), payload.arrayOffset() + payload.position(), length);
    }
}
