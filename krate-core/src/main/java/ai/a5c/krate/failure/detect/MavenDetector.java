package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.Optional;

/** Reads Maven, with Surefire and Failsafe. */
final class MavenDetector implements Detector {

    private static final String ERROR = "[ERROR]";
    private static final String GOAL = "Failed to execute goal ";

    private boolean flakes;
    private boolean exceptionNext;
    private boolean goalNext;
    private String testClass = "";

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (text.startsWith("[INFO]")) {
            info(text.substring("[INFO]".length()).strip(), findings);
        } else if (text.startsWith("[WARNING]")) {
            warning(text.substring("[WARNING]".length()).strip(), findings);
        } else if (text.startsWith(ERROR) || text.startsWith("[FATAL]")) {
            flakes = false;
            error(text.substring(ERROR.length()).strip(), findings);
        } else if (text.contains("<<< FAILURE!") || text.contains("<<< ERROR!")) {
            test(text, findings);
        } else {
            trace(text, findings);
        }
    }

    private void info(String text, Findings findings) {
        exceptionNext = false;
        if (text.equals("BUILD SUCCESS")) {
            findings.passed(Tool.MAVEN);
            findings.passed(Tool.JAVA);
        } else if (text.equals("BUILD FAILURE")) {
            findings.report(Finding.of(Tool.MAVEN, Cause.UNKNOWN, Rank.SUMMARY, "BUILD FAILURE"));
        }
    }

    private void warning(String text, Findings findings) {
        if (text.startsWith("Flakes:")) {
            flakes = true;
        } else if (flakes && text.indexOf(' ') < 0 && text.indexOf('.') > 0) {
            findings.passedLater(Tool.MAVEN, text);
        }
    }

    private void error(String text, Findings findings) {
        exceptionNext = false;
        Optional<Place.Lead> lead = lead(text);
        if (text.contains("<<< FAILURE!") || text.contains("<<< ERROR!")) {
            test(text, findings);
        } else if (lead.isPresent()) {
            placed(lead.get(), findings);
        } else if (text.startsWith("symbol:")) {
            findings.detail(Tool.MAVEN, text);
        } else if (goalNext) {
            goalNext = false;
            findings.detail(Tool.MAVEN, text);
        } else if (text.startsWith(GOAL)) {
            goalNext = text.endsWith(":");
            goal(text.substring(GOAL.length()), findings);
        } else if (isModel(text)) {
            findings.report(Finding.of(Tool.MAVEN, Cause.CONFIGURATION, Rank.MESSAGE, withoutLine(text)));
        } else if (isUnresolved(text)) {
            findings.report(Finding.of(Tool.MAVEN, causeOfResolution(text), Rank.MESSAGE, withoutHelp(text)));
        } else {
            listed(text, findings);
        }
    }

    /** {@code /w/src/A.java:[12,5] cannot find symbol}. */
    private static Optional<Place.Lead> lead(String text) {
        int bracket = text.indexOf(":[");
        if (bracket < 0 || !Cursor.isDigit(text, bracket + 2) || text.indexOf(' ') < bracket) {
            return Place.lead(text);
        }
        Cursor cursor = new Cursor(text, bracket + 2);
        Place place = new Place(text.substring(0, bracket), cursor.number(7));
        cursor.skip(",");
        cursor.number(7);
        cursor.skip("]");
        return Optional.of(new Place.Lead(place, cursor.rest().strip()));
    }

    private static void placed(Place.Lead lead, Findings findings) {
        String message = lead.rest().startsWith("error: ") ? lead.rest().substring(7) : lead.rest();
        boolean check = message.startsWith("(") || message.startsWith("[");
        findings.report(Finding.at(Tool.MAVEN, check ? Cause.CHECK : Cause.COMPILE, lead.place(), message));
    }

    /** {@code com.acme.FooTest.bar -- Time elapsed: 0.01 s <<< FAILURE!}, {@code bar(com.acme.FooTest)  Time elapsed: ...}. */
    private void test(String text, Findings findings) {
        if (text.contains("Tests run:")) {
            return;
        }
        int end = text.indexOf("Time elapsed");
        String name = (end < 0 ? text.substring(0, text.indexOf("<<<")) : text.substring(0, end)).strip();
        name = name.endsWith("--") ? name.substring(0, name.length() - 2).strip() : name;
        int open = name.lastIndexOf('(');
        if (open > 0 && name.endsWith(")") && name.indexOf('.', open) > 0) {
            name = name.substring(open + 1, name.length() - 1) + "." + name.substring(0, open);
        }
        int dot = name.lastIndexOf('.', Math.max(name.indexOf('('), 0) > 0 ? name.indexOf('(') : name.length());
        testClass = dot < 0 ? name : name.substring(0, dot);
        exceptionNext = true;
        findings.report(Finding.test(Tool.MAVEN, name, ""));
        findings.failedTest(name);
    }

    private void trace(String text, Findings findings) {
        if (exceptionNext && !text.isEmpty()) {
            exceptionNext = false;
            findings.detail(Tool.MAVEN, text);
        } else if (text.startsWith("symbol:")) {
            findings.detail(Tool.MAVEN, text);
        } else if (!testClass.isEmpty() && text.startsWith("at " + testClass + ".")) {
            Place.lead(Cursor.between(text, "(", ")")).ifPresent(lead -> findings.place(Tool.MAVEN, lead.place()));
            testClass = "";
        }
    }

    /** {@code FooTest.bar:42 expected: <3> but was: <4>} of the list at the end. */
    private static void listed(String text, Findings findings) {
        int colon = text.indexOf(':');
        int space = text.indexOf(' ');
        if (colon > 0
                && Cursor.isDigit(text, colon + 1)
                && space > colon
                && text.indexOf('.') > 0
                && text.indexOf('.') < colon) {
            String name = text.substring(0, colon);
            findings.report(Finding.test(Tool.MAVEN, name, text.substring(space)));
            findings.failedTest(name);
        }
    }

    private static void goal(String text, Findings findings) {
        int project = text.indexOf(" on project ");
        if (isUnresolved(text)) {
            findings.report(Finding.of(Tool.MAVEN, causeOfResolution(text), Rank.MESSAGE, withoutHelp(text)));
        } else if (text.contains("Compilation failure")) {
            findings.report(Finding.of(Tool.MAVEN, Cause.COMPILE, Rank.SUMMARY, "Compilation failure"));
        } else if (text.contains("There are test failures") || text.contains("There was a timeout")) {
            Cause cause = text.contains("timeout") ? Cause.TIMEOUT : Cause.TEST;
            findings.report(
                    Finding.of(Tool.MAVEN, cause, Rank.SUMMARY, project < 0 ? text : text.substring(project + 1)));
        } else {
            findings.report(Finding.of(Tool.MAVEN, causeOfGoal(text), Rank.MESSAGE, GOAL + withoutHelp(text)));
        }
    }

    private static Cause causeOfGoal(String text) {
        if (text.contains("checkstyle")
                || text.contains("spotless")
                || text.contains("pmd")
                || text.contains("spotbugs")) {
            return Cause.CHECK;
        }
        return text.contains("The forked VM terminated") ? Cause.INFRASTRUCTURE : Cause.CONFIGURATION;
    }

    private static String withoutHelp(String text) {
        int help = text.indexOf(" -> [Help");
        return help < 0 ? text : text.substring(0, help);
    }

    private static boolean isModel(String text) {
        return text.startsWith("Non-parseable POM")
                || text.startsWith("Malformed POM")
                || text.startsWith("Unknown lifecycle phase")
                || text.startsWith("The goal you specified requires a project")
                || text.startsWith("Could not find the selected project in the reactor")
                || (text.startsWith("'") && text.contains(" is missing"));
    }

    private static String withoutLine(String text) {
        int line = text.indexOf(" @ ");
        return line < 0 ? withoutHelp(text) : text.substring(0, line);
    }

    private static boolean isUnresolved(String text) {
        return text.contains("Could not resolve dependencies")
                || text.contains("Non-resolvable ")
                || text.contains("could not be resolved")
                || text.startsWith("Could not find artifact")
                || text.contains("Could not transfer artifact");
    }

    private static Cause causeOfResolution(String text) {
        return NetworkWords.in(text) ? Cause.NETWORK : Cause.DEPENDENCY;
    }
}
