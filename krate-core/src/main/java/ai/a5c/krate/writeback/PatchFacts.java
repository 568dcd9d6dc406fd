package ai.a5c.krate.writeback;

import java.util.List;

/**
 * What is known about a patch and about the request that it answers.
 *
 * @param requestLines how many lines the person wrote
 */
public record PatchFacts(int requestLines, List<ChangedFile> files) {

    /**
     * One changed file.
     *
     * @param path as the patch names it, with {@code /}
     * @param isBinary whether no text diff can be shown
     * @param isSymlink whether it is one before or after
     * @param modeChanged whether its mode changes, or a new file can be executed
     * @param assertionsDeleted how many lines with assertions or tests are gone
     */
    public record ChangedFile(
            String path, boolean isBinary, boolean isSymlink, boolean modeChanged, int assertionsDeleted) {}

    public PatchFacts {
        files = List.copyOf(files);
    }
}
