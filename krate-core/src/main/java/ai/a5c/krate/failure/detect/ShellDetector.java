package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.Optional;

/** Reads shells: commands that are missing, scripts that are wrong, files that are not there. */
final class ShellDetector implements Detector {

    private static final String[] SHELLS = {"sh: ", "bash: ", "/bin/sh: ", "/bin/bash: ", "zsh: ", "dash: ", "env: "};

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        int script = text.indexOf(": line ");
        if (script > 0 && Cursor.isDigit(text, script + 7) && text.indexOf(' ') > script) {
            int end = text.indexOf(": ", script + 7);
            if (end > 0) {
                said(text.substring(end + 2), text.substring(0, script), findings);
            }
        } else if (isShell(text)) {
            said(withoutShell(text), "", findings);
        } else if (text.contains("is not recognized as an internal or external command")) {
            findings.report(Finding.of(Tool.SHELL, Cause.CONFIGURATION, Rank.MESSAGE, text));
        } else if (isNumbered(text)) {
            said(text.substring(text.indexOf(": ", text.indexOf(": ") + 1) + 2), "", findings);
        } else {
            program(text, findings);
        }
    }

    private static boolean isShell(String text) {
        for (String shell : SHELLS) {
            if (text.startsWith(shell)) {
                return true;
            }
        }
        return false;
    }

    /** {@code /w/x.sh: 12: mvn: not found}, as dash says it. */
    private static boolean isNumbered(String text) {
        int colon = text.indexOf(": ");
        return colon > 0
                && Cursor.isDigit(text, colon + 2)
                && text.indexOf(' ') > colon
                && text.endsWith(": not found");
    }

    private static String withoutShell(String text) {
        String rest = text.substring(text.indexOf(": ") + 2);
        int next = rest.indexOf(": ");
        return Cursor.isDigit(rest, 0) && next > 0 ? rest.substring(next + 2) : rest;
    }

    private static void said(String message, String script, Findings findings) {
        String subject = script.substring(script.lastIndexOf('/') + 1);
        findings.report(new Finding(
                Tool.SHELL,
                causeOf(message),
                Rank.MESSAGE,
                isShellName(subject) ? "" : subject,
                message,
                Optional.empty()));
    }

    private static boolean isShellName(String subject) {
        return subject.equals("bash")
                || subject.equals("sh")
                || subject.equals("script.sh")
                || subject.startsWith("script.sh.");
    }

    private static Cause causeOf(String message) {
        boolean missing = message.endsWith("not found")
                || message.contains("Permission denied")
                || message.endsWith("No such file or directory");
        return missing ? Cause.CONFIGURATION : Cause.SCRIPT;
    }

    private static void program(String text, Findings findings) {
        boolean wordFirst = text.indexOf(": ") > 0 && text.indexOf(' ') > text.indexOf(": ");
        if (wordFirst && (text.endsWith(": No such file or directory") || text.endsWith(": Permission denied"))) {
            findings.report(Finding.of(Tool.SHELL, Cause.CONFIGURATION, Rank.GENERIC, text));
        }
    }
}
