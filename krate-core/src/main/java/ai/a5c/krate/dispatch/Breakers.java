package ai.a5c.krate.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides when agents go in circles: the same failure, the same call, or a change that takes back the last one. */
public final class Breakers {

    /** So often may the same failure come on the same commit. */
    public static final int SAME_FAILURES = 3;

    /** So often may the same tool be called with the same input, one call after the other. */
    public static final int SAME_CALLS = 12;

    /** This part of a change may take back the one before it, in hundredths. */
    public static final int TAKEN_BACK_PERCENT = 70;

    private static final Pattern CHANGING = Pattern.compile("[0-9a-f]{7,64}|[0-9]+");
    private static final int LONGEST = 2_000;

    private Breakers() {}

    /** What makes two failures the same: class, code and words, without what differs each time, such as numbers. */
    public static String fingerprint(String failureClass, String code, String message) {
        String text = message.substring(0, Math.min(message.length(), LONGEST)).toLowerCase(Locale.ROOT);
        return "%s/%s/%s"
                .formatted(
                        failureClass,
                        code,
                        CHANGING.matcher(text)
                                .replaceAll("#")
                                .replaceAll("\\s+", " ")
                                .strip());
    }

    /**
     * Whether the latest failures on one commit are all the same, so that trying again brings nothing.
     *
     * @param failures fingerprints of what was tried on the commit, oldest first; empty text for what did not fail
     */
    public static Optional<Tripped> noProgress(List<String> failures) {
        if (failures.size() < SAME_FAILURES) {
            return Optional.empty();
        }
        List<String> latest = failures.subList(failures.size() - SAME_FAILURES, failures.size());
        boolean same = !latest.get(0).isEmpty() && latest.stream().allMatch(latest.get(0)::equals);
        return same
                ? Optional.of(new Tripped(
                        "NoProgress",
                        "the same failure came %d times on this commit; push a fix and run again after it, or retry by hand"
                                .formatted(SAME_FAILURES)))
                : Optional.empty();
    }

    /**
     * Whether an agent makes the same call over and over.
     *
     * @param count how often it was made, one after the other
     */
    public static Optional<Tripped> repeated(String call, int count) {
        return count >= SAME_CALLS
                ? Optional.of(new Tripped(
                        "RepeatedCalls",
                        "the agent made the same call %d times in a row (%s); look at why it is no use, then retry by hand"
                                .formatted(count, call.substring(0, Math.min(call.length(), 100)))))
                : Optional.empty();
    }

    /** Whether {@code patch} mostly takes back {@code last}; both unified diffs. */
    public static Optional<Tripped> flapping(String last, String patch) {
        Map<String, Integer> before = lines(last);
        Map<String, Integer> now = lines(patch);
        int all = now.values().stream().mapToInt(count -> count).sum();
        int back = now.entrySet().stream()
                .mapToInt(line -> Math.min(line.getValue(), before.getOrDefault(inverse(line.getKey()), 0)))
                .sum();
        return all > 0 && back * 100 >= all * TAKEN_BACK_PERCENT
                ? Optional.of(new Tripped(
                        "Flapping",
                        "%d of %d changed lines take back the last change of the same work item; decide which is right, then retry by hand"
                                .formatted(back, all)))
                : Optional.empty();
    }

    /** Changed lines that say something, each with its file and its sign, and how often. */
    private static Map<String, Integer> lines(String patch) {
        Map<String, Integer> lines = new HashMap<>();
        String file = "";
        boolean inHead = false;
        for (String line : patch.lines().toList()) {
            boolean changed = line.startsWith("+") || line.startsWith("-");
            boolean head = inHead && (line.startsWith("--- ") || line.startsWith("+++ "));
            if (line.startsWith("diff --git ") || line.startsWith("@@ ")) {
                inHead = !line.startsWith("@@ ");
                file = inHead ? line : file;
            } else if (!head && changed && !line.substring(1).isBlank()) {
                lines.merge(line.charAt(0) + file + "\n" + line.substring(1).strip(), 1, Integer::sum);
            }
        }
        return lines;
    }

    private static String inverse(String line) {
        return (line.charAt(0) == '+' ? "-" : "+") + line.substring(1);
    }

    /** A breaker that opened, in a stable code, and how it is closed again. */
    public record Tripped(String code, String message) {}
}
