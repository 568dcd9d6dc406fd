package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.Optional;

/** Reads make, ninja, CMake and CTest. */
final class MakeDetector implements Detector {

    private boolean cmake;

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (cmake(line.text(), text, findings)) {
            return;
        }
        if (text.startsWith("make") && text.contains(": *** ")) {
            make(text.substring(text.indexOf(": *** ") + 6), findings);
        } else if (text.startsWith("ninja: error: ")) {
            findings.report(Finding.of(Tool.MAKE, Cause.CONFIGURATION, Rank.MESSAGE, text));
        } else if (text.startsWith("ninja: build stopped")) {
            findings.report(Finding.of(Tool.MAKE, Cause.UNKNOWN, Rank.SUMMARY, "subcommand failed"));
        } else if (text.contains(" - ")
                && (text.endsWith("(Failed)") || text.endsWith("(Timeout)"))
                && Cursor.isDigit(text, 0)) {
            ctest(text, findings);
        }
    }

    private boolean cmake(String line, String text, Findings findings) {
        if (text.startsWith("CMake Error at ")) {
            Cursor cursor = new Cursor(text, "CMake Error at ".length());
            cmake = true;
            Place.lead(cursor.rest().replace(" (", "("))
                    .ifPresentOrElse(
                            lead -> findings.report(Finding.at(
                                    Tool.CMAKE, Cause.CONFIGURATION, lead.place(), Cursor.between(text, "(", ")"))),
                            () -> findings.report(Finding.of(Tool.CMAKE, Cause.CONFIGURATION, Rank.MESSAGE, text)));
            return true;
        }
        if (cmake && line.startsWith("  ")) {
            findings.detail(Tool.CMAKE, text);
            return true;
        }
        cmake = cmake && text.isEmpty();
        return cmake;
    }

    private static void make(String text, Findings findings) {
        if (text.startsWith("No rule to make target") || text.contains("missing separator")) {
            findings.report(Finding.of(Tool.MAKE, Cause.CONFIGURATION, Rank.MESSAGE, text));
        } else if (text.contains("Killed")) {
            findings.report(Finding.of(Tool.MAKE, Cause.RESOURCES, Rank.GENERIC, target(text) + " Killed"));
        } else {
            findings.report(Finding.of(Tool.MAKE, Cause.UNKNOWN, Rank.SUMMARY, target(text)));
            int code = Cursor.numberAfter(text, "] Error ");
            if (code > 0) {
                findings.exitCode(code, false);
            }
        }
    }

    /** The target in {@code [Makefile:12: build/a.o] Error 1}. */
    private static String target(String text) {
        String inside = Cursor.between(text, "[", "]");
        int colon = inside.lastIndexOf(": ");
        return "target " + (colon < 0 ? inside : inside.substring(colon + 2)) + " failed";
    }

    private static void ctest(String text, Findings findings) {
        String name = Cursor.between(text, " - ", " (");
        Cause cause = text.endsWith("(Timeout)") ? Cause.TIMEOUT : Cause.TEST;
        findings.report(new Finding(Tool.CMAKE, cause, Rank.MESSAGE, name, "test failed", Optional.empty()));
        findings.failedTest(name);
    }
}
