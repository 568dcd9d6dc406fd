package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.Optional;

/** Reads Go: its compiler, vet, tests, panics, the race detector and modules. */
final class GoDetector implements Detector {

    private String said = "";
    private String test = "";
    private String parent = "";
    private String saidOfParent = "";
    private boolean race;
    private boolean panicked;
    private boolean late;

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (text.startsWith("--- FAIL: ")) {
            failed(text.substring("--- FAIL: ".length()), findings);
        } else if (text.startsWith("=== RUN") || text.startsWith("--- PASS") || text.startsWith("ok  \t")) {
            said = "";
            test = "";
            parent = text.startsWith("--- PASS") ? parent : "";
        } else if (text.startsWith("panic: ") && !text.contains("[recovered]")) {
            panic(text, findings);
        } else if (text.equals("WARNING: DATA RACE")) {
            race = true;
            findings.report(Finding.of(Tool.GO, Cause.TEST, Rank.MESSAGE, text));
        } else if (late && text.startsWith("Test")) {
            late = false;
            String name = text.indexOf(' ') < 0 ? text : text.substring(0, text.indexOf(' '));
            findings.detail(Tool.GO, name);
            findings.failedTest(name);
        } else if (text.startsWith("FAIL\t")) {
            findings.report(Finding.of(Tool.GO, Cause.UNKNOWN, Rank.SUMMARY, packageOf(text)));
        } else if (text.startsWith("go: ")) {
            module(text.substring(4), findings);
        } else {
            placed(line, text, findings);
        }
    }

    private static String packageOf(String text) {
        int end = text.indexOf('\t', 5);
        int space = text.indexOf(' ', 5);
        int stop = end > 0 ? end : space > 0 ? space : text.length();
        return "FAIL " + text.substring(5, stop);
    }

    private void failed(String text, Findings findings) {
        int end = text.indexOf(" (");
        String name = end < 0 ? text : text.substring(0, end);
        boolean part = !parent.isEmpty() && name.startsWith(parent + "/");
        if (part) {
            findings.passedLater(Tool.GO, parent);
        } else {
            saidOfParent = said;
        }
        test = name;
        parent = name;
        findings.failedTest(test);
        findings.report(Finding.test(Tool.GO, test, race ? "DATA RACE" : ""));
        if (!saidOfParent.isEmpty()) {
            tell(saidOfParent, findings);
        }
        race = false;
        said = "";
    }

    private void tell(String text, Findings findings) {
        Place.lead(text).ifPresent(lead -> {
            findings.detail(Tool.GO, lead.rest());
            findings.place(Tool.GO, lead.place());
        });
        test = "";
    }

    private void panic(String text, Findings findings) {
        Cause cause =
                text.startsWith("panic: test timed out") ? Cause.TIMEOUT : test.isEmpty() ? Cause.SCRIPT : Cause.TEST;
        panicked = true;
        late = cause == Cause.TIMEOUT;
        findings.report(new Finding(Tool.GO, cause, Rank.PLACED, "", text, Optional.empty()));
    }

    private void placed(LogLine line, String text, Findings findings) {
        Optional<Place.Lead> lead = Place.lead(text.startsWith("vet: ") ? text.substring(5) : text);
        if (lead.isEmpty() || !lead.get().place().extension().equals("go")) {
            return;
        }
        if (panicked && line.text().startsWith("\t")) {
            if (!lead.get().place().file().contains("/go/src/")) {
                findings.place(Tool.GO, lead.get().place());
                panicked = false;
            }
        } else if (line.text().startsWith(" ") && lead.get().place().file().endsWith("_test.go")) {
            said(text, findings);
        } else if (!Character.isWhitespace(line.text().charAt(0))
                && !lead.get().rest().isEmpty()) {
            source(lead.get(), text.startsWith("vet: "), findings);
        }
    }

    private void said(String text, Findings findings) {
        if (test.isEmpty()) {
            said = said.isEmpty() ? text : said;
        } else {
            tell(text, findings);
        }
    }

    private static void source(Place.Lead lead, boolean vet, Findings findings) {
        Cause cause = vet ? Cause.CHECK : Cause.COMPILE;
        if (lead.rest().contains("no required module provides") || lead.rest().contains("missing go.sum entry")) {
            cause = Cause.DEPENDENCY;
        } else if (lead.rest().endsWith(")") && lead.rest().contains(" (")) {
            cause = Cause.CHECK;
        }
        findings.report(Finding.at(Tool.GO, cause, lead.place(), lead.rest()));
    }

    private static void module(String text, Findings findings) {
        if (text.startsWith("downloading ") || text.startsWith("finding ") || text.startsWith("added ")) {
            return;
        }
        Cause cause = NetworkWords.in(text) ? Cause.NETWORK : Cause.DEPENDENCY;
        if (text.startsWith("cannot find main module")
                || text.startsWith("go.mod ")
                || text.contains("unknown command")) {
            cause = Cause.CONFIGURATION;
        }
        findings.report(Finding.of(Tool.GO, cause, Rank.MESSAGE, text));
    }
}
