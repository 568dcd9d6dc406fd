package ai.a5c.krate.server.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Command lines typed by somebody, and what they saw. */
final class Typed {

    final Map<String, String> environment = new HashMap<>();
    String input = "";
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Typed(String server, String token) {
        environment.put("KRATE_SERVER", server);
        environment.put("KRATE_TOKEN", token);
        environment.put("KRATE_ORG", "acme");
    }

    int krate(String... arguments) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment);
        return KrateCommand.run(terminal, (settings, console) -> 0, Map.of(), arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
