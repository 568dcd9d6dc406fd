package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.execution.AgentArtifact;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A patch to look at: its files with warnings, and its lines. */
public record DiffView(String artifact, List<FileRow> files, List<Line> lines, boolean shortened) {

    private static final int MOST_LINES = 2_000;
    private static final int LONGEST_LINE = 500;

    public DiffView {
        files = List.copyOf(files);
        lines = List.copyOf(lines);
    }

    /** One file of the patch. */
    public record FileRow(String path, String change, int added, int deleted, List<String> warnings) {

        public FileRow {
            warnings = List.copyOf(warnings);
        }
    }

    /** One line; {@code kind} is {@code add}, {@code del}, {@code hunk}, {@code file} or {@code same}. */
    public record Line(String kind, String text) {}

    static DiffView of(AgentArtifact patch, byte[] bytes) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .limit(MOST_LINES + 1L)
                .toList();
        return new DiffView(
                patch.metadata().name(),
                patch.spec().files().stream()
                        .map(file ->
                                new FileRow(file.path(), file.change(), file.added(), file.deleted(), file.warnings()))
                        .toList(),
                lines.stream().limit(MOST_LINES).map(DiffView::line).toList(),
                lines.size() > MOST_LINES);
    }

    private static Line line(String text) {
        String bounded = text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "...";
        return new Line(kind(text), bounded);
    }

    private static String kind(String text) {
        if (text.startsWith("diff ")
                || text.startsWith("+++ ")
                || text.startsWith("--- ")
                || text.startsWith("index ")) {
            return "file";
        }
        if (text.startsWith("@@")) {
            return "hunk";
        }
        return text.startsWith("+") ? "add" : text.startsWith("-") ? "del" : "same";
    }
}
