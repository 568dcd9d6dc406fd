package ai.a5c.krate.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command reads and writes.
 *
 * @param in what is piped or typed in
 * @param out for results
 * @param err for problems
 * @param environment the variables of the process
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {

    private static final int MOST_INPUT = 1024 * 1024;

    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** The terminal of this process. */
    public static Terminal ofProcess() {
        return new Terminal(System.in, System.out, System.err, System.getenv());
    }

    byte[] input() {
        try {
            byte[] bytes = in.readNBytes(MOST_INPUT + 1);
            if (bytes.length > MOST_INPUT) {
                throw new CommandException("the input has more than %d bytes".formatted(MOST_INPUT));
            }
            return bytes;
        } catch (IOException e) {
            throw new CommandException("the input cannot be read");
        }
    }

    String inputText() {
        return new String(input(), StandardCharsets.UTF_8);
    }

    /** Text from elsewhere without what could steer a terminal. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?");
    }

    void line(String text) {
        out.println(plain(text));
    }
}
