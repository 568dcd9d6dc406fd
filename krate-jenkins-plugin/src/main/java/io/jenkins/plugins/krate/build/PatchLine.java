package io.jenkins.plugins.krate.build;

import io.jenkins.plugins.krate.engine.Texts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A line of a patch as a page shows it. */
public final class PatchLine {

    static final int MOST = 2_000;
    private static final int LONGEST = 500;

    private final String kind;
    private final String text;

    private PatchLine(String kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    /** The first lines of {@code patch}; what hides or turns text around is made visible. */
    static List<PatchLine> of(byte[] patch) {
        List<PatchLine> lines = new ArrayList<>();
        boolean head = true;
        for (String line : new String(patch, StandardCharsets.UTF_8).split("\n", MOST + 2)) {
            if (lines.size() == MOST) {
                lines.add(new PatchLine("cut", "the rest is left out here; see the run in Krate"));
                return lines;
            }
            head = line.startsWith("diff ") || (head && !line.startsWith("@@"));
            lines.add(new PatchLine(head ? "file" : kind(line), shown(line)));
        }
        if (!lines.isEmpty() && lines.get(lines.size() - 1).text.isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private static String kind(String line) {
        if (line.startsWith("@@")) {
            return "place";
        }
        if (line.startsWith("+")) {
            return "added";
        }
        return line.startsWith("-") ? "removed" : "same";
    }

    private static String shown(String line) {
        return Texts.bounded(line.replaceAll("\r$", "").replaceAll("[\\p{Cf}\\p{Cs}]", "\ufffd"), LONGEST);
    }

    /** file, place, added, removed, same or cut. */
    public String getKind() {
        return kind;
    }

    public String getText() {
        return text;
    }
}
