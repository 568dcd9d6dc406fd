package io.jenkins.plugins.krate.step;

import hudson.model.TaskListener;
import io.jenkins.plugins.krate.engine.Links;
import io.jenkins.plugins.krate.engine.Texts;
import java.io.IOException;

/** Writes to the log of a build: whole lines, bounded, nothing in them that acts. */
final class BuildLog {

    private static final int LONGEST = 2_000;

    private final TaskListener listener;

    BuildLog(TaskListener listener) {
        this.listener = listener;
    }

    void line(String text) {
        listener.getLogger().println("[Krate] " + oneLine(text));
    }

    /** A line with a link to {@code url}, if that is one to show. */
    void link(String url, String text) throws IOException {
        String safe = Links.safe(url);
        if (safe.isEmpty()) {
            return;
        }
        listener.getLogger().print("[Krate] ");
        listener.hyperlink(safe, oneLine(text));
        listener.getLogger().println();
    }

    private static String oneLine(String text) {
        return Texts.bounded(text.replaceAll("\\s+", " "), LONGEST);
    }
}
