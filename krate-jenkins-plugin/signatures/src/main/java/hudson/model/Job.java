package hudson.model;

public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends AbstractItem {
    public String getFullName() { throw new UnsupportedOperationException("signature only"); }
}
