package ai.a5c.krate.engine;

/**
 * How a document is written.
 *
 * @param dryRun whether everything is done but stored
 * @param fieldManager who is noted as the writer of the changed fields; cut to {@link #LONGEST_MANAGER} characters
 * @param force whether a server-side apply takes fields over from other managers
 * @param part what of the resource is written
 */
public record WriteOptions(boolean dryRun, String fieldManager, boolean force, Part part) {

    /** As much of a manager's name as is kept. */
    public static final int LONGEST_MANAGER = 128;

    /** The manager of writes that name none. */
    public static final String DEFAULT_MANAGER = "krate";

    public WriteOptions {
        String named = fieldManager.isBlank() ? DEFAULT_MANAGER : fieldManager;
        fieldManager = named.substring(0, named.offsetByCodePoints(0, characters(named)));
    }

    /** A write of metadata and spec that is stored. */
    public static WriteOptions by(String fieldManager) {
        return new WriteOptions(false, fieldManager, false, Part.SPEC);
    }

    private static int characters(String name) {
        return Math.min(LONGEST_MANAGER, name.codePointCount(0, name.length()));
    }

    /** The two parts of a resource that are written apart. */
    public enum Part {
        /** Metadata and spec; status stays as it is. */
        SPEC,
        /** Status; everything else stays as it is. */
        STATUS
    }
}
