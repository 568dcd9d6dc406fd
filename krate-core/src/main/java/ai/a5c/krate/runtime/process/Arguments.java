package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRefusedException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;

/** Checks that texts can be handed to a program as they are: Linux knows no NUL in them and bounds their length. */
final class Arguments {

    private static final int LONGEST = 120 * 1024;
    private static final int ALTOGETHER = 1024 * 1024;
    private static final Charset NATIVE = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private Arguments() {}

    /** Refuses what would arrive changed or not at all; quotes nothing of it. */
    static void check(List<String> command, Map<String, String> environment) {
        if (command.isEmpty()) {
            throw refused("the command is empty: name a program");
        }
        long length = 0;
        for (int i = 0; i < command.size(); i++) {
            length += check("argument " + i, command.get(i));
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            length += check("the environment variable " + variable.getKey(), variable.getValue());
        }
        if (length > ALTOGETHER) {
            throw refused("arguments and environment are longer than %d bytes together".formatted(ALTOGETHER));
        }
    }

    private static int check(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw refused(what + " holds a NUL character");
        }
        if (!NATIVE.newEncoder().canEncode(text)) {
            throw refused(what + " cannot be encoded as " + NATIVE + ": start the server with LANG=C.UTF-8");
        }
        int length = text.getBytes(NATIVE).length;
        if (length > LONGEST) {
            throw refused("%s is longer than %d bytes".formatted(what, LONGEST));
        }
        return length;
    }

    private static LaunchRefusedException refused(String message) {
        return new LaunchRefusedException("CommandRefused", message);
    }
}
