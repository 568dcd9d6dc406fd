package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.Optional;

/** Reads Cargo, rustc, Clippy and Rust's tests and panics. */
final class CargoDetector implements Detector {

    private static final int MOST_DETAILS = 3;

    private String error = "";
    private boolean checking;
    private int details;
    private String test = "";

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (!error.isEmpty() && text.startsWith("--> ")) {
            compiled(text.substring(4), findings);
        } else if (text.startsWith("Checking ") || text.startsWith("Compiling ")) {
            checking = text.startsWith("Checking ");
        } else if (line.text().startsWith("error[E") || line.text().startsWith("error: ")) {
            error(text, findings);
        } else if (text.startsWith("---- ") && text.endsWith(" stdout ----")) {
            test = text.substring(5, text.length() - " stdout ----".length());
            findings.failedTest(test);
            findings.report(Finding.test(Tool.CARGO, test, ""));
        } else if (text.startsWith("thread '") && text.contains("' panicked at ")) {
            panic(text.substring(text.indexOf("' panicked at ") + "' panicked at ".length()), findings);
        } else if (details > 0) {
            detail(text, findings);
        } else {
            error = "";
        }
    }

    private void error(String text, Findings findings) {
        error = text;
        if (text.startsWith("error: could not compile") || text.startsWith("error: aborting due to")) {
            findings.report(Finding.of(Tool.CARGO, Cause.COMPILE, Rank.SUMMARY, "could not compile"));
            error = "";
        } else if (text.startsWith("error: test failed, to rerun") || text.startsWith("error: test run failed")) {
            findings.report(Finding.of(Tool.CARGO, Cause.TEST, Rank.SUMMARY, "test failed"));
            error = "";
        } else if (isDependency(text)) {
            Cause cause =
                    NetworkWords.in(text) || text.contains("failed to download") ? Cause.NETWORK : Cause.DEPENDENCY;
            findings.report(Finding.of(Tool.CARGO, cause, Rank.MESSAGE, text.substring("error: ".length())));
        } else if (text.startsWith("error: linking with")) {
            findings.report(Finding.of(Tool.CARGO, Cause.COMPILE, Rank.SUMMARY, "linking failed"));
        }
    }

    private static boolean isDependency(String text) {
        return text.startsWith("error: no matching package")
                || text.startsWith("error: failed to select a version")
                || text.startsWith("error: failed to get ")
                || text.startsWith("error: failed to download")
                || text.startsWith("error: the lock file ");
    }

    private void compiled(String place, Findings findings) {
        Cause cause = isLint(error) ? Cause.CHECK : Cause.COMPILE;
        String message = told(error);
        error = "";
        Place.lead(place).ifPresent(lead -> findings.report(Finding.at(Tool.CARGO, cause, lead.place(), message)));
    }

    private boolean isLint(String message) {
        return checking && message.startsWith("error: ") && !message.startsWith("error: expected");
    }

    private static String told(String message) {
        return message.startsWith("error: ")
                ? message.substring("error: ".length())
                : message.substring("error".length());
    }

    /** {@code src/lib.rs:12:9:} with the message on the next lines, or as before Rust 1.73 {@code 'message', src/lib.rs:12:9}. */
    private void panic(String text, Findings findings) {
        String place = text;
        String message = "";
        int quote = text.lastIndexOf("', ");
        if (text.startsWith("'") && quote > 0) {
            message = text.substring(1, quote);
            place = text.substring(quote + 3);
        }
        if (test.isEmpty()) {
            findings.report(
                    new Finding(Tool.CARGO, Cause.SCRIPT, Rank.PLACED, "", "panicked: " + message, Optional.empty()));
        } else {
            findings.detail(Tool.CARGO, message);
        }
        Place.lead(place).ifPresent(lead -> findings.place(Tool.CARGO, lead.place()));
        details = message.isEmpty() ? MOST_DETAILS : 0;
        test = "";
    }

    private void detail(String text, Findings findings) {
        if (text.isEmpty() || text.startsWith("note: ") || text.startsWith("stack backtrace")) {
            details = 0;
        } else {
            details--;
            findings.detail(Tool.CARGO, text);
        }
    }
}
