package ai.a5c.krate.git.jgit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One changed path between two trees, as {@code git diff-tree -z --raw --numstat} prints it.
 *
 * @param oldPath differs from {@code path} for a rename only
 */
record RawChange(
        String oldMode,
        String mode,
        String newId,
        char status,
        String oldPath,
        String path,
        int added,
        int deleted,
        boolean binary) {

    /** All changes in the output: first every raw record, then every record of counts. */
    static List<RawChange> parse(byte[] output) {
        String[] tokens = new String(output, StandardCharsets.UTF_8).split("\0", 0);
        Map<String, RawChange> changes = new LinkedHashMap<>();
        int at = 0;
        while (at < tokens.length && tokens[at].startsWith(":")) {
            String[] fields = tokens[at].substring(1).split(" ", 5);
            char status = fields[4].charAt(0);
            String oldPath = tokens[at + 1];
            String path = status == 'R' ? tokens[at + 2] : oldPath;
            changes.put(path, new RawChange(fields[0], fields[1], fields[3], status, oldPath, path, 0, 0, false));
            at += status == 'R' ? 3 : 2;
        }
        while (at < tokens.length && !tokens[at].isEmpty()) {
            String[] fields = tokens[at].split("\t", 3);
            boolean renamed = fields[2].isEmpty();
            String path = renamed ? tokens[at + 2] : fields[2];
            changes.computeIfPresent(path, (unused, change) -> change.counted(fields[0], fields[1]));
            at += renamed ? 3 : 1;
        }
        return new ArrayList<>(changes.values());
    }

    /** In the port's words. */
    String word() {
        return switch (status) {
            case 'A' -> "add";
            case 'D' -> "delete";
            case 'R' -> "rename";
            default -> "modify";
        };
    }

    private RawChange counted(String addedLines, String deletedLines) {
        boolean noLines = addedLines.equals("-");
        return new RawChange(
                oldMode,
                mode,
                newId,
                status,
                oldPath,
                path,
                noLines ? 0 : Integer.parseInt(addedLines),
                noLines ? 0 : Integer.parseInt(deletedLines),
                noLines);
    }
}
