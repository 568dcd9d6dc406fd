package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.Optional;

/** Reads Gradle, its tests and Kotlin's compiler. */
final class GradleDetector implements Detector {

    private boolean wentWrong;
    private String task = "";
    private boolean told;
    private boolean exceptionNext;
    private boolean traced;
    private String testClass = "";

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (text.startsWith("e: ")) {
            kotlin(text.substring(3), findings);
        } else if (text.endsWith(" FAILED") && text.contains(" > ") && !text.startsWith(">")) {
            test(text.substring(0, text.length() - " FAILED".length()), findings);
        } else if (text.equals("* What went wrong:")) {
            wentWrong = true;
            task = "";
        } else if (wentWrong) {
            wrong(text, findings);
        } else if (exceptionNext) {
            exception(line.text(), findings);
        } else if (text.startsWith("BUILD SUCCESSFUL")) {
            findings.passed(Tool.GRADLE);
        } else if (text.startsWith("BUILD FAILED in")) {
            findings.report(Finding.of(Tool.GRADLE, Cause.UNKNOWN, Rank.SUMMARY, "BUILD FAILED"));
        }
    }

    /** {@code file:///w/Main.kt:12:5 Unresolved reference: foo}, older {@code /w/Main.kt: (12, 5): Unresolved reference}. */
    private static void kotlin(String text, Findings findings) {
        String path = text.startsWith("file://") ? text.substring("file://".length()) : text;
        int old = path.indexOf(": (");
        Optional<Place.Lead> lead = Place.lead(old < 0 ? path : path.substring(0, old + 1) + path.substring(old + 3));
        if (lead.isPresent()) {
            String message = lead.get().rest();
            findings.report(Finding.at(
                    Tool.KOTLINC,
                    Cause.COMPILE,
                    lead.get().place(),
                    message.startsWith(")") ? message.substring(2) : message));
        } else {
            findings.report(Finding.of(Tool.KOTLINC, Cause.COMPILE, Rank.MESSAGE, text));
        }
    }

    private void test(String name, Findings findings) {
        exceptionNext = true;
        traced = false;
        testClass = name.substring(0, name.indexOf(" > ")).strip();
        findings.report(Finding.test(Tool.GRADLE, name, ""));
        findings.failedTest(name);
    }

    private void exception(String text, Findings findings) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || !text.startsWith(" ")) {
            exceptionNext = false;
        } else if (trimmed.startsWith("at ")) {
            traced = true;
            frame(trimmed.substring(3), findings);
        } else if (!traced) {
            findings.detail(Tool.GRADLE, trimmed);
        }
    }

    private void frame(String text, Findings findings) {
        String frame = Cursor.between(text, "(", ")");
        boolean own = frame.isEmpty() || text.contains(testClass + ".");
        if (own) {
            exceptionNext = false;
            Place.lead(frame.isEmpty() ? text : frame).ifPresent(lead -> findings.place(Tool.GRADLE, lead.place()));
        }
    }

    private void wrong(String text, Findings findings) {
        if (text.isEmpty() || text.startsWith("* ")) {
            wentWrong = false;
        } else if (task.isEmpty()) {
            task = text;
            told = false;
            findings.report(Finding.of(Tool.GRADLE, causeOf(text), rankOf(text), text));
        } else if (text.startsWith("> There were failing tests")) {
            findings.report(Finding.of(Tool.GRADLE, Cause.TEST, Rank.SUMMARY, task));
        } else if (text.startsWith("> Compilation") || text.startsWith("> Process '")) {
            findings.report(Finding.of(Tool.GRADLE, Cause.UNKNOWN, Rank.SUMMARY, task));
        } else if (told && text.startsWith("> ")) {
            findings.detail(Tool.GRADLE, text);
        } else if (text.startsWith("> ")) {
            told = true;
            findings.report(Finding.of(Tool.GRADLE, causeOf(task + text), Rank.MESSAGE, task + " " + text));
        }
    }

    private static Rank rankOf(String text) {
        return text.startsWith("Execution failed for task") ? Rank.SUMMARY : Rank.GENERIC;
    }

    private static Cause causeOf(String text) {
        if (NetworkWords.in(text) || text.contains("Could not GET") || text.contains("Could not HEAD")) {
            return Cause.NETWORK;
        }
        if (text.contains("Could not resolve") || text.contains("Could not find")) {
            return Cause.DEPENDENCY;
        }
        if (text.contains("checkstyle")
                || text.contains("ktlint")
                || text.contains("detekt")
                || text.contains("spotless")) {
            return Cause.CHECK;
        }
        return text.startsWith("Execution failed") ? Cause.SCRIPT : Cause.CONFIGURATION;
    }
}
