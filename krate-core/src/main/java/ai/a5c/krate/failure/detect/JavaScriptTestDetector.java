package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.Optional;

/** Reads Jest, Vitest and Mocha. */
final class JavaScriptTestDetector implements Detector {

    private static final int MOST_DETAILS = 4;

    private Tool tool = Tool.JEST;
    private int details;
    private boolean placing;
    private boolean failing;
    private boolean naming;
    private String name = "";

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (text.startsWith("● ") && !text.startsWith("● Console")) {
            begin(Tool.JEST, jestName(text.substring(2).strip()), findings);
        } else if (text.startsWith("FAIL ") && text.contains(" > ")) {
            begin(Tool.VITEST, text.substring("FAIL ".length()).strip(), findings);
        } else if (text.endsWith(" failing") && Cursor.isDigit(text, 0)) {
            failing = true;
        } else if (failing && Cursor.isDigit(text, 0) && text.contains(") ")) {
            name = text.substring(text.indexOf(") ") + 2);
            naming = true;
            details = 0;
        } else if (naming) {
            mocha(text, findings);
        } else if (text.startsWith("Tests:") || text.startsWith("Tests  ")) {
            sum(text, findings);
        } else if (placing) {
            detail(text, findings);
        }
    }

    private static String jestName(String text) {
        return text.equals("Test suite failed to run") ? "" : text;
    }

    private void begin(Tool by, String test, Findings findings) {
        tool = by;
        details = MOST_DETAILS;
        placing = true;
        if (test.isEmpty()) {
            findings.report(new Finding(by, Cause.TEST, Rank.PLACED, "", "Test suite failed to run", Optional.empty()));
        } else {
            findings.report(Finding.test(by, test, ""));
            findings.failedTest(test);
        }
    }

    private void mocha(String text, Findings findings) {
        name = name + " " + (text.endsWith(":") ? text.substring(0, text.length() - 1) : text);
        if (text.endsWith(":") || text.isEmpty()) {
            naming = false;
            String test = name.strip();
            begin(Tool.MOCHA, test.endsWith(":") ? test.substring(0, test.length() - 1) : test, findings);
        }
    }

    private void detail(String text, Findings findings) {
        if (text.startsWith("at ")) {
            String inside = Cursor.between(text, "(", ")");
            place(inside.isEmpty() ? text.substring(3) : inside, findings);
        } else if (text.startsWith("❯ ")) {
            place(text.substring(2), findings);
        } else if (isComparison(text)) {
            details = 0;
        } else if (details > 0 && !text.isEmpty() && text.indexOf('|') < 0 && !text.startsWith("⎯")) {
            details--;
            findings.detail(tool, text);
        }
    }

    private static boolean isComparison(String text) {
        return text.equals("- Expected") || text.equals("+ expected - actual") || text.startsWith("Require stack");
    }

    private void place(String text, Findings findings) {
        if (!text.contains("node_modules") && !text.startsWith("node:")) {
            Place.lead(text).ifPresent(lead -> {
                findings.place(tool, lead.place());
                details = 0;
                placing = false;
            });
        }
    }

    /** {@code Tests: 3 passed, 3 total}: what failed before passed when it was run again. */
    private void sum(String text, Findings findings) {
        placing = false;
        if (text.contains("failed")) {
            findings.report(Finding.of(tool, Cause.TEST, Rank.SUMMARY, "tests failed"));
        } else if (text.contains("passed")) {
            findings.passed(tool);
        }
    }
}
