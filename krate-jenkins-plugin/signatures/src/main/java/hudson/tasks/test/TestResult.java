package hudson.tasks.test;

public abstract class TestResult {
    public String getErrorDetails() {
        throw new UnsupportedOperationException("signature only");
    }

    public String getErrorStackTrace() {
        throw new UnsupportedOperationException("signature only");
    }

    public String getFullDisplayName() {
        throw new UnsupportedOperationException("signature only");
    }
}
