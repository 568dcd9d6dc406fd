package hudson.model;

@SuppressWarnings("rawtypes")
public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends AbstractItem {
    public String getFullName() {
        throw new UnsupportedOperationException("signature only");
    }

    public RunT getBuildByNumber(int number) {
        throw new UnsupportedOperationException("signature only");
    }

    public RunT getLastBuild() {
        throw new UnsupportedOperationException("signature only");
    }

    public <T extends JobProperty> T getProperty(Class<T> type) {
        throw new UnsupportedOperationException("signature only");
    }
}
