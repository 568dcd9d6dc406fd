package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;

/** Reads Python's tracebacks, unittest, tox and pip. */
final class PythonDetector implements Detector {

    private boolean traceback;
    private Place last = new Place("", 0);
    private String test = "";

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (text.equals("Traceback (most recent call last):")) {
            traceback = true;
        } else if (traceback) {
            traced(line.text(), text, findings);
        } else if (isUnittest(text)) {
            test = testName(text.substring(text.indexOf(": ") + 2));
        } else if (text.startsWith("FAILED (") && (text.contains("failures=") || text.contains("errors="))) {
            findings.report(Finding.of(Tool.UNITTEST, Cause.TEST, Rank.SUMMARY, "tests failed"));
        } else {
            tools(text, findings);
        }
    }

    private static boolean isUnittest(String text) {
        int name = text.startsWith("FAIL: ") ? 6 : text.startsWith("ERROR: ") ? 7 : text.length();
        int space = text.indexOf(' ', name);
        return space > 0 && text.endsWith(")") && text.startsWith("(", space + 1);
    }

    /** {@code tests.test_a.CalcTest.test_x} of {@code test_x (tests.test_a.CalcTest)} and its newer forms. */
    private static String testName(String text) {
        String method = text.substring(0, text.indexOf(" ("));
        String owner = Cursor.between(text, "(", ")");
        return owner.endsWith("." + method) ? owner : owner + "." + method;
    }

    private void traced(String line, String text, Findings findings) {
        if (text.startsWith("File \"")) {
            last = new Place(Cursor.between(text, "\"", "\""), Math.max(Cursor.numberAfter(text, "\", line "), 0));
        } else if (!line.isEmpty() && !Character.isWhitespace(line.charAt(0))) {
            traceback = false;
            raised(text, findings);
        }
    }

    private void raised(String text, Findings findings) {
        if (test.isEmpty()) {
            Finding raised = Finding.of(Tool.PYTHON, causeOf(text), Rank.MESSAGE, text);
            findings.report(raised);
            findings.place(Tool.PYTHON, last);
        } else {
            findings.report(Finding.test(Tool.UNITTEST, test, text));
            findings.place(Tool.UNITTEST, last);
            findings.failedTest(test);
            test = "";
        }
    }

    private static Cause causeOf(String text) {
        if (text.startsWith("ModuleNotFoundError") || text.startsWith("ImportError")) {
            return Cause.DEPENDENCY;
        }
        if (text.startsWith("SyntaxError") || text.startsWith("IndentationError")) {
            return Cause.COMPILE;
        }
        if (text.startsWith("MemoryError") || text.contains("No space left on device")) {
            return Cause.RESOURCES;
        }
        return NetworkWords.in(text) ? Cause.NETWORK : Cause.SCRIPT;
    }

    private static void tools(String text, Findings findings) {
        if (text.startsWith("ERROR: Could not find a version that satisfies")) {
            String wanted = text.substring("ERROR: ".length());
            int from = wanted.indexOf(" (from");
            findings.report(Finding.of(
                    Tool.PIP, Cause.DEPENDENCY, Rank.MESSAGE, from < 0 ? wanted : wanted.substring(0, from)));
        } else if (text.startsWith("ERROR: No matching distribution found")
                || text.startsWith("ERROR: Cannot install ")
                || text.startsWith("ERROR: ResolutionImpossible")
                || text.startsWith("ERROR: Package '")) {
            findings.report(Finding.of(Tool.PIP, Cause.DEPENDENCY, Rank.MESSAGE, text.substring("ERROR: ".length())));
        } else if (text.startsWith("error: subprocess-exited-with-error")) {
            findings.report(Finding.of(Tool.PIP, Cause.DEPENDENCY, Rank.SUMMARY, "subprocess-exited-with-error"));
        } else if (text.startsWith("ERROR: InvocationError for command") || text.contains(": FAIL code ")) {
            findings.report(Finding.of(Tool.TOX, Cause.UNKNOWN, Rank.SUMMARY, "an environment failed"));
        }
    }
}
