package ai.a5c.krate.source.jenkins;

/** Thrown for a report that cannot be read; says which member should be otherwise, and nothing of what it holds. */
public final class InvalidReportException extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidReportException(String path, String expected) {
        super(path + ": " + expected);
    }
}
