package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.Optional;

/** Reads pytest. */
final class PytestDetector implements Detector {

    private static final String COLLECTING = "ERROR collecting ";

    private String test = "";
    private boolean reported;

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (text.startsWith("___") && text.endsWith("___")) {
            header(strip(text, '_'), findings);
        } else if (line.text().startsWith("E   ") && !test.isEmpty()) {
            message(text.substring(1).strip(), findings);
        } else if (text.startsWith("FAILED ") && text.contains("::")) {
            summary(text.substring("FAILED ".length()), findings);
        } else if (text.startsWith("ERROR ") && text.contains(".py")) {
            summary(text.substring("ERROR ".length()), findings);
        } else if (!test.isEmpty() && text.indexOf(".py:") > 0) {
            Place.lead(text).ifPresent(lead -> findings.place(Tool.PYTEST, lead.place()));
        } else if (text.startsWith("===") && text.endsWith("===")) {
            sum(strip(text, '='), findings);
        }
    }

    private static String strip(String text, char drawn) {
        int from = 0;
        int end = text.length();
        while (from < end && text.charAt(from) == drawn) {
            from++;
        }
        while (end > from && text.charAt(end - 1) == drawn) {
            end--;
        }
        return text.substring(from, end).strip();
    }

    private void header(String name, Findings findings) {
        test = name;
        reported = false;
        if (name.isEmpty() || name.startsWith("coverage:") || name.startsWith("summary")) {
            test = "";
        } else if (!name.startsWith(COLLECTING)) {
            findings.report(Finding.test(Tool.PYTEST, name, ""));
        }
    }

    private void message(String text, Findings findings) {
        if (!reported) {
            reported = true;
            if (test.startsWith(COLLECTING)) {
                Cause cause = text.startsWith("ModuleNotFoundError") ? Cause.DEPENDENCY : Cause.TEST;
                String file = test.substring(COLLECTING.length());
                findings.report(new Finding(Tool.PYTEST, cause, Rank.PLACED, file, text, Optional.empty()));
            } else {
                findings.detail(Tool.PYTEST, text);
            }
        }
    }

    /** {@code tests/test_a.py::TestCase::test_x - AssertionError: ...}. */
    private void summary(String text, Findings findings) {
        test = "";
        int dash = text.indexOf(" - ");
        String name = dash < 0 ? text : text.substring(0, dash);
        findings.report(Finding.test(Tool.PYTEST, name, dash < 0 ? "" : text.substring(dash + 3)));
        if (name.contains("::")) {
            findings.failedTest(name);
        }
    }

    private void sum(String text, Findings findings) {
        boolean counts = (text.contains(" in ") && text.endsWith("s")) || text.contains("s (0:");
        if (!counts || !Cursor.isDigit(text, 0)) {
            return;
        }
        test = "";
        if (text.contains(" failed") || text.contains(" error")) {
            findings.report(Finding.of(Tool.PYTEST, Cause.TEST, Rank.SUMMARY, "tests failed"));
        } else if (text.contains(" passed")) {
            findings.passed(Tool.PYTEST);
        }
    }
}
