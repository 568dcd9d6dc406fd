package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;

/** Reads what the machine ran out of, and neighbours that fetching programs did not reach: git, curl, wget, apt, ssh. */
final class SystemDetector implements Detector {

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (exhausted(text)) {
            findings.report(Finding.of(Tool.SYSTEM, Cause.RESOURCES, Rank.MESSAGE, exhaustion(text)));
        } else if (text.startsWith("fatal: ") || text.startsWith("CONFLICT (")) {
            git(text, findings);
        } else if (text.startsWith("curl: (") || text.startsWith("wget: ") || text.startsWith("ssh: ")) {
            Cause cause = NetworkWords.in(text) || text.startsWith("ssh: ") ? Cause.NETWORK : Cause.SCRIPT;
            findings.report(Finding.of(Tool.SYSTEM, cause, Rank.MESSAGE, text));
        } else if (text.startsWith("E: ")) {
            apt(text.substring(3), findings);
        }
    }

    private static boolean exhausted(String text) {
        return text.contains("No space left on device")
                || text.contains("no space left on device")
                || text.contains("Out of memory: Kill")
                || text.contains("JavaScript heap out of memory")
                || text.contains("Cannot allocate memory")
                || text.contains("fork: retry: Resource temporarily unavailable")
                || text.contains("Too many open files")
                || text.equals("Killed")
                || text.endsWith(" Killed")
                || text.contains(" Killed  ")
                || text.contains("OOMKilled")
                || (text.startsWith("java.lang.OutOfMemoryError")
                        || text.startsWith("Caused by: java.lang.OutOfMemoryError"));
    }

    private static String exhaustion(String text) {
        if (text.contains("pace left on device")) {
            return "No space left on device";
        }
        if (text.endsWith("Killed")
                || text.contains(" Killed  ")
                || text.contains("OOMKilled")
                || text.contains("Out of memory: Kill")) {
            return "Killed";
        }
        int heap = text.indexOf("FATAL ERROR: ");
        return heap < 0 ? text : text.substring(heap);
    }

    private static void git(String text, Findings findings) {
        Cause cause = text.startsWith("CONFLICT") ? Cause.SCRIPT : Cause.CONFIGURATION;
        if (NetworkWords.in(text) || text.contains("the remote end hung up")) {
            cause = Cause.NETWORK;
        }
        findings.report(Finding.of(Tool.GIT, cause, Rank.MESSAGE, text));
    }

    private static void apt(String text, Findings findings) {
        Cause cause = Cause.CONFIGURATION;
        if (text.startsWith("Unable to locate package") || text.contains("has no installation candidate")) {
            cause = Cause.DEPENDENCY;
        } else if (text.startsWith("Failed to fetch") || NetworkWords.in(text)) {
            cause = Cause.NETWORK;
        }
        findings.report(Finding.of(Tool.APT, cause, Rank.MESSAGE, text));
    }
}
