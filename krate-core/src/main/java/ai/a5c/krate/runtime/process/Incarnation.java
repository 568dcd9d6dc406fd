package ai.a5c.krate.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process in all time: a pid is used again, its start time and the machine's boot are not.
 *
 * @param start field 22 of {@code /proc/PID/stat}
 * @param boot the kernel's random id of this boot
 */
record Incarnation(long pid, String start, String boot) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,10}) (\\d{1,20}) ([0-9a-f-]{1,64})\\s*");
    private static final int STATE = 0;
    private static final int START = 19;

    /** What a supervisor wrote into its pid file. */
    static Optional<Incarnation> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new Incarnation(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** Whether it runs, here and now. */
    boolean alive() {
        try {
            if (!boot.equals(read("/proc/sys/kernel/random/boot_id").strip())) {
                return false;
            }
            String stat = read("/proc/" + pid + "/stat");
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
            return fields.length > START && fields[START].equals(start) && !"ZX".contains(fields[STATE]);
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks it to look at its files at once. */
    void nudge() {
        if (alive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }

    /** Ends it without asking. */
    void kill() {
        if (alive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static String read(String path) throws IOException {
        return new String(Files.readAllBytes(Path.of(path)), StandardCharsets.ISO_8859_1);
    }
}
