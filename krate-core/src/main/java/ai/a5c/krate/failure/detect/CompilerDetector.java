package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.Optional;
import java.util.Set;

/** Reads compilers and linkers that write {@code file:line: error: message}: gcc, clang, javac, ld, and GoogleTest. */
final class CompilerDetector implements Detector {

    private static final Set<String> NOT_HERE =
            Set.of("kt", "kts", "rs", "ts", "tsx", "js", "jsx", "mjs", "vue", "go", "py");

    private String gtest = "";

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        Optional<Place.Lead> lead = Place.lead(text);
        if (lead.isPresent()) {
            placed(lead.get(), findings);
        } else if (text.startsWith("symbol:") || text.startsWith("symbol  :")) {
            findings.detail(Tool.JAVAC, text);
        } else if (text.startsWith("[  FAILED  ] ")) {
            gtest(text.substring("[  FAILED  ] ".length()), findings);
        } else if (text.startsWith("[ RUN      ] ")) {
            gtest = text.substring("[ RUN      ] ".length());
        } else if (text.startsWith("[       OK ]")) {
            gtest = "";
        } else {
            link(text, findings);
        }
    }

    private void placed(Place.Lead lead, Findings findings) {
        String message = lead.rest();
        if (message.equals("Failure") && !gtest.isEmpty()) {
            findings.report(Finding.test(Tool.GTEST, gtest, ""));
            findings.place(Tool.GTEST, lead.place());
            findings.failedTest(gtest);
        } else if (message.contains("undefined reference to ")) {
            undefined(message, findings);
        } else if (!NOT_HERE.contains(lead.place().extension())) {
            compile(lead.place(), message, findings);
        }
    }

    private static void compile(Place place, String message, Findings findings) {
        for (String word : new String[] {"error: ", "fatal error: ", "internal compiler error: ", "error "}) {
            if (message.startsWith(word)) {
                Tool tool = place.extension().equals("java") ? Tool.JAVAC : Tool.GCC;
                Cause cause = message.contains("No space left on device") ? Cause.RESOURCES : Cause.COMPILE;
                String said = word.startsWith("error") ? message.substring(word.length()) : message;
                findings.report(Finding.at(tool, cause, place, said));
                return;
            }
        }
    }

    private static void link(String text, Findings findings) {
        if (text.contains("undefined reference to ")) {
            undefined(text, findings);
        } else if (text.startsWith("Undefined symbols for architecture")
                || text.startsWith("ld: symbol(s) not found")) {
            findings.report(Finding.of(Tool.LINKER, Cause.COMPILE, Rank.SUMMARY, text));
        } else if (text.contains("ld: cannot find -l") || text.contains("multiple definition of ")) {
            findings.report(Finding.of(Tool.LINKER, Cause.COMPILE, Rank.MESSAGE, afterPrefix(text)));
        } else if (text.startsWith("collect2: error:") || text.contains("error: linker command failed")) {
            findings.report(Finding.of(Tool.LINKER, Cause.COMPILE, Rank.SUMMARY, "linking failed"));
        } else if (text.contains("fatal error: Killed signal terminated program")) {
            findings.report(Finding.of(Tool.GCC, Cause.RESOURCES, Rank.MESSAGE, "Killed signal terminated program"));
        }
    }

    private static void undefined(String text, Findings findings) {
        String message = text.substring(text.indexOf("undefined reference to "));
        findings.report(new Finding(Tool.LINKER, Cause.COMPILE, Rank.PLACED, "", message, Optional.empty()));
    }

    private static String afterPrefix(String text) {
        int colon = text.indexOf(": ");
        return colon < 0 ? text : text.substring(colon + 2);
    }

    private void gtest(String text, Findings findings) {
        int end = text.indexOf(' ');
        String name = end < 0 ? text : text.substring(0, end);
        if (name.indexOf('.') > 0 || name.indexOf('/') > 0) {
            String test = name.endsWith(",") ? name.substring(0, name.length() - 1) : name;
            findings.report(Finding.test(Tool.GTEST, test, ""));
            findings.failedTest(test);
        }
    }
}
