package ai.a5c.krate.testkit.mux;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One HTTP request, and its answer; the connection ends with it. */
record MuxRequest(String method, String path, Map<String, String> headers, Map<String, Object> body) {

    /** The request that comes in. */
    static MuxRequest read(BufferedInputStream in) throws IOException {
        String[] first = line(in).split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new MuxRequest(first[0], first[1], headers, parsed(body));
    }

    private static Map<String, Object> parsed(byte[] body) {
        try {
            return Json.readObject(body);
        } catch (InvalidJsonException e) {
            return Map.of();
        }
    }

    private static String line(BufferedInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    boolean isUpgrade() {
        return header("upgrade").equalsIgnoreCase("websocket");
    }

    boolean isAuthorized(String token) {
        return header("authorization").equals("Bearer " + token);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** What is answered. */
    record Answer(int status, String text) {

        static Answer of(int status, Map<String, Object> body) {
            return new Answer(status, Json.write(body));
        }

        static Answer text(int status, String text) {
            return new Answer(status, text);
        }

        void write(OutputStream out) throws IOException {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            out.write("HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                    .formatted(status, body.length)
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
        }
    }
}
