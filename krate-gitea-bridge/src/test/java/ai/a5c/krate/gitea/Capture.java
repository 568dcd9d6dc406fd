package ai.a5c.krate.gitea;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A delivery as a real Gitea sent it, signed with {@link #SECRET}. */
record Capture(String name, Map<String, String> headers, String body) {

    static final String SECRET = "s3cr3t";

    private static final Path ROOT = Path.of("src/test/resources/gitea");

    /** The 85 captured ones. */
    static List<Capture> captured() {
        return in("captures");
    }

    /** Those, the 17 that only newer versions send, and 5 as Forgejo's own types make them. */
    static List<Capture> all() {
        return Stream.of("captures", "newest-shapes", "forgejo-shapes")
                .flatMap(folder -> in(folder).stream())
                .toList();
    }

    static Capture forgejo(String name) {
        return in("forgejo-shapes").stream()
                .filter(capture -> capture.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The one whose file name starts with {@code number}. */
    static Capture number(String number) {
        return captured().stream()
                .filter(capture -> capture.name().startsWith(number))
                .findFirst()
                .orElseThrow();
    }

    static Capture newest(String name) {
        return in("newest-shapes").stream()
                .filter(capture -> capture.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    String header(String header) {
        return Objects.requireNonNull(headers.get(header));
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    ForgeDelivery delivery() {
        return delivery(body);
    }

    ForgeDelivery delivery(String otherBody) {
        return new ForgeDelivery("acme", "delivery-1", headers, otherBody);
    }

    Capture with(String header, String value) {
        Map<String, String> changed = new TreeMap<>(headers);
        changed.put(header, value);
        return new Capture(name, changed, body);
    }

    Capture without(String header) {
        Map<String, String> changed = new TreeMap<>(headers);
        changed.remove(header);
        return new Capture(name, changed, body);
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Capture> in(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.sorted().map(Capture::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Capture read(Path file) {
        try {
            Map<String, Object> capture = Json.readObject(Files.readAllBytes(file));
            Map<String, String> headers = new TreeMap<>();
            ((Map<?, ?>) Objects.requireNonNull(capture.get("headers")))
                    .forEach((name, value) -> headers.put(name.toString().toLowerCase(Locale.ROOT), value.toString()));
            String name = file.getFileName().toString().replace(".json", "");
            return new Capture(name, headers, (String) Objects.requireNonNull(capture.get("bodyRaw")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
