package hudson.tasks.test;

import hudson.model.Action;
import java.util.List;

public abstract class AbstractTestResultAction<T extends AbstractTestResultAction<T>> implements Action {
    public abstract int getFailCount();

    public abstract int getTotalCount();

    public int getSkipCount() {
        throw new UnsupportedOperationException("signature only");
    }

    public List<? extends TestResult> getFailedTests() {
        throw new UnsupportedOperationException("signature only");
    }
}
