package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;

/** Reads Docker: builds, pulls, Compose and the daemon. */
final class DockerDetector implements Detector {

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        int solve = text.indexOf("failed to solve: ");
        if (text.contains("did not complete successfully: exit code: ")) {
            ran(text, Cursor.numberAfter(text, "exit code: "), findings);
        } else if (text.startsWith("The command '") && text.contains("returned a non-zero code: ")) {
            ran(text, Cursor.numberAfter(text, "non-zero code: "), findings);
        } else if (solve >= 0) {
            message(text.substring(solve + "failed to solve: ".length()), findings);
        } else if (isOwn(text)) {
            message(text, findings);
        }
    }

    private static void ran(String text, int code, Findings findings) {
        int from = text.indexOf("/bin/sh -c ");
        int end = text.indexOf(
                from < 0 ? "\"" : text.contains("\" did not") ? "\" did not" : "' returned", Math.max(from, 0));
        String command = from < 0 || end < from ? "a step" : text.substring(from + "/bin/sh -c ".length(), end);
        findings.report(Finding.of(Tool.DOCKER, Cause.SCRIPT, Rank.SUMMARY, command + " failed"));
        if (code > 0) {
            findings.exitCode(code, false);
        }
    }

    private static boolean isOwn(String text) {
        return text.contains("Cannot connect to the Docker daemon")
                || text.contains("pull access denied")
                || text.contains("manifest unknown")
                || (text.startsWith("manifest for ") && text.contains(" not found"))
                || text.contains("toomanyrequests: ")
                || text.contains("Error response from daemon: ")
                || text.contains("dependency failed to start: ")
                || text.contains("has neither an image nor a build context")
                || text.contains("dockerfile parse error");
    }

    private static void message(String text, Findings findings) {
        findings.report(Finding.of(Tool.DOCKER, causeOf(text), Rank.MESSAGE, withoutReference(withoutPrefix(text))));
    }

    /** Without the random reference in {@code failed to calculate checksum of ref ...: "/x": not found}. */
    private static String withoutReference(String text) {
        int from = text.indexOf("checksum of ref ");
        int end = text.indexOf(": \"", Math.max(from, 0));
        return from < 0 || end < 0 ? text : text.substring(0, from + "checksum".length()) + text.substring(end);
    }

    private static String withoutPrefix(String text) {
        for (String prefix : new String[] {"ERROR: ", "docker: ", "Error response from daemon: "}) {
            if (text.startsWith(prefix)) {
                return withoutPrefix(text.substring(prefix.length()));
            }
        }
        return text;
    }

    private static Cause causeOf(String text) {
        if (text.contains("No space left on device") || text.contains("no space left on device")) {
            return Cause.RESOURCES;
        }
        if (text.contains("Cannot connect to the Docker daemon") || text.contains("failed to start")) {
            return Cause.INFRASTRUCTURE;
        }
        if (NetworkWords.in(text)) {
            return Cause.NETWORK;
        }
        boolean image = text.contains("pull access denied")
                || text.contains("manifest")
                || text.contains("toomanyrequests")
                || text.contains("failed to resolve source metadata")
                || (text.endsWith(": not found") && !text.contains("cache key"));
        return image ? Cause.DEPENDENCY : Cause.CONFIGURATION;
    }
}
