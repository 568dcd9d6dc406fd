package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;
import java.util.Optional;

/** Reads TypeScript's compiler, ESLint, webpack, esbuild and Vite, and what Node.js says of errors that nobody caught. */
final class JavaScriptSourceDetector implements Detector {

    private String linted = "";
    private boolean thrown;
    private boolean bundled;

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        Optional<Place.Lead> lead = Place.lead(text);
        if (lead.isPresent() && typescript(lead.get(), findings)) {
            return;
        }
        if (isSource(text)) {
            linted = text;
        } else if (!linted.isEmpty() && Cursor.isDigit(text, 0)) {
            eslint(text, findings);
        } else if (text.isEmpty()) {
            linted = "";
        } else {
            others(text, lead, findings);
        }
    }

    private static boolean typescript(Place.Lead lead, Findings findings) {
        String text = lead.rest().startsWith("- ") ? lead.rest().substring(2) : lead.rest();
        if (!text.startsWith("error TS")) {
            return false;
        }
        findings.report(Finding.at(Tool.TYPESCRIPT, Cause.COMPILE, lead.place(), text.substring("error ".length())));
        return true;
    }

    private static boolean isSource(String text) {
        boolean path = text.startsWith("/") || text.startsWith("src/") || text.indexOf(":\\") == 1;
        boolean source = text.endsWith(".js")
                || text.endsWith(".ts")
                || text.endsWith(".tsx")
                || text.endsWith(".jsx")
                || text.endsWith(".mjs")
                || text.endsWith(".vue");
        return path && source && text.indexOf(' ') < 0;
    }

    /** {@code 12:5  error  'x' is defined but never used  no-unused-vars}. */
    private void eslint(String text, Findings findings) {
        Cursor cursor = new Cursor(text, 0);
        int row = cursor.number(7);
        if (cursor.skip(":")) {
            cursor.number(7);
            String rest = cursor.rest().strip();
            if (rest.startsWith("error ")) {
                findings.report(Finding.at(
                        Tool.ESLINT, Cause.CHECK, new Place(linted, row), rest.substring("error ".length())));
            }
        }
    }

    private void others(String text, Optional<Place.Lead> lead, Findings findings) {
        if (text.startsWith("error TS")) {
            findings.report(
                    Finding.of(Tool.TYPESCRIPT, Cause.CONFIGURATION, Rank.MESSAGE, text.substring("error ".length())));
        } else if (text.startsWith("ERROR in ./") || text.startsWith("ERROR in src/")) {
            bundled = true;
            String path = text.substring("ERROR in ".length());
            int space = path.indexOf(' ');
            findings.report(Finding.at(
                    Tool.BUNDLER, Cause.COMPILE, new Place(space < 0 ? path : path.substring(0, space), 0), ""));
        } else if (text.startsWith("✘ [ERROR] ")) {
            findings.report(
                    Finding.of(Tool.BUNDLER, Cause.COMPILE, Rank.MESSAGE, text.substring("✘ [ERROR] ".length())));
        } else if (bundled) {
            bundled = false;
            findings.detail(Tool.BUNDLER, text);
        } else {
            node(text, lead, findings);
        }
    }

    private void node(String text, Optional<Place.Lead> lead, Findings findings) {
        if (text.equals("throw err;") || text.startsWith("throw new ")) {
            thrown = true;
        } else if (text.startsWith("node:internal/") && lead.isEmpty()) {
            thrown = true;
        } else if (thrown && (text.contains("Error: ") || text.contains("Error ["))) {
            thrown = false;
            findings.report(Finding.of(Tool.NODE, causeOf(text), Rank.MESSAGE, text));
        }
    }

    private static Cause causeOf(String text) {
        if (text.contains("Cannot find module") || text.contains("ERR_MODULE_NOT_FOUND")) {
            return Cause.DEPENDENCY;
        }
        return NetworkWords.in(text) ? Cause.NETWORK : Cause.SCRIPT;
    }
}
