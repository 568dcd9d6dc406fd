package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.Set;

/** Reads npm, Yarn and pnpm. */
final class NpmDetector implements Detector {

    private static final Set<String> NETWORK = Set.of(
            "ENOTFOUND",
            "ETIMEDOUT",
            "ECONNRESET",
            "ECONNREFUSED",
            "EAI_AGAIN",
            "ERR_SOCKET_TIMEOUT",
            "E500",
            "E502",
            "E503");
    private static final Set<String> CONFIGURATION =
            Set.of("E401", "E403", "EBADENGINE", "ENEEDAUTH", "EJSONPARSE", "EACCES");
    private static final Set<String> NOT_ITS_OWN = Set.of("ELIFECYCLE", "1", "2", "127", "137");
    private static final int MOST_DETAILS = 3;

    private int details;

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (text.startsWith("npm ERR! ")) {
            npm(text.substring("npm ERR! ".length()).strip(), findings);
        } else if (text.startsWith("npm error ")) {
            npm(text.substring("npm error ".length()).strip(), findings);
        } else if (text.startsWith("ERR_PNPM_")) {
            findings.report(Finding.of(Tool.NPM, pnpm(text), Rank.MESSAGE, text));
        } else if (text.startsWith("➤ YN") && text.contains(": │ ") && text.contains(" doesn't exist")) {
            findings.report(Finding.of(Tool.NPM, Cause.DEPENDENCY, Rank.MESSAGE, text));
        } else if (text.startsWith("error ")) {
            yarn(text.substring("error ".length()), findings);
        }
    }

    private void npm(String text, Findings findings) {
        if (text.startsWith("code ")) {
            code(text.substring("code ".length()).strip(), findings);
        } else if (text.startsWith("Missing script: ")) {
            findings.report(Finding.of(Tool.NPM, Cause.CONFIGURATION, Rank.MESSAGE, text));
        } else if (text.startsWith("Lifecycle script ")) {
            findings.report(Finding.of(Tool.NPM, Cause.UNKNOWN, Rank.SUMMARY, text));
        } else if (details > 0 && isMessage(text)) {
            details--;
            findings.detail(Tool.NPM, text);
        }
    }

    private void code(String code, Findings findings) {
        boolean own = !NOT_ITS_OWN.contains(code);
        details = own ? MOST_DETAILS : 0;
        findings.report(Finding.of(Tool.NPM, cause(code), own ? Rank.MESSAGE : Rank.SUMMARY, "npm error code " + code));
    }

    private static Cause cause(String code) {
        if (NOT_ITS_OWN.contains(code)) {
            return Cause.UNKNOWN;
        }
        if (NETWORK.contains(code)) {
            return Cause.NETWORK;
        }
        if (code.equals("ENOSPC") || code.equals("ENOMEM")) {
            return Cause.RESOURCES;
        }
        return CONFIGURATION.contains(code) ? Cause.CONFIGURATION : Cause.DEPENDENCY;
    }

    private static boolean isMessage(String text) {
        return !text.isEmpty()
                && !text.startsWith("errno ")
                && !text.startsWith("syscall ")
                && !text.startsWith("path ")
                && !text.startsWith("A complete log");
    }

    private static Cause pnpm(String text) {
        if (text.startsWith("ERR_PNPM_RECURSIVE_RUN") || text.startsWith("ERR_PNPM_NO_SCRIPT")) {
            return Cause.CONFIGURATION;
        }
        return NetworkWords.in(text) || text.contains("META_FETCH_FAIL") ? Cause.NETWORK : Cause.DEPENDENCY;
    }

    private static void yarn(String text, Findings findings) {
        int code = Cursor.numberAfter(text, "Command failed with exit code ");
        if (code > 0) {
            findings.exitCode(code, false);
            findings.report(Finding.of(Tool.NPM, Cause.UNKNOWN, Rank.SUMMARY, "Command failed"));
        } else if (text.startsWith("Couldn't find") || text.contains("Your lockfile needs to be updated")) {
            findings.report(Finding.of(Tool.NPM, Cause.DEPENDENCY, Rank.MESSAGE, text));
        } else if (text.startsWith("An unexpected error occurred:")) {
            Cause cause = NetworkWords.in(text) ? Cause.NETWORK : Cause.DEPENDENCY;
            findings.report(Finding.of(Tool.NPM, cause, Rank.MESSAGE, text));
        } else if (text.startsWith("Command \"")) {
            findings.report(Finding.of(Tool.NPM, Cause.CONFIGURATION, Rank.MESSAGE, text));
        }
    }
}
