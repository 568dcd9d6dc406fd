package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;

/** Reads lines that call themselves an error, whoever wrote them. */
final class GenericDetector implements Detector {

    private static final String[] PREFIXES = {
        "error: ", "ERROR: ", "Error: ", "FATAL: ", "fatal error: ", "##[error]", "::error::", "FATAL ERROR: "
    };
    private static final String[] TOLD_ELSEWHERE = {"script returned exit code", "Process completed with exit code"};

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.text();
        for (String prefix : PREFIXES) {
            if (text.startsWith(prefix) && isNews(text)) {
                String message = text.substring(prefix.length());
                Cause cause = NetworkWords.in(message) ? Cause.NETWORK : Cause.SCRIPT;
                findings.report(Finding.of(Tool.UNKNOWN, cause, Rank.GENERIC, message));
                return;
            }
        }
    }

    private static boolean isNews(String text) {
        for (String told : TOLD_ELSEWHERE) {
            if (text.contains(told)) {
                return false;
            }
        }
        return true;
    }
}
