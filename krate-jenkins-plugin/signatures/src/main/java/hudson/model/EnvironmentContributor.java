package hudson.model;

import hudson.EnvVars;
import hudson.ExtensionPoint;
import java.io.IOException;

@SuppressWarnings("rawtypes")
public abstract class EnvironmentContributor implements ExtensionPoint {
    public void buildEnvironmentFor(Run run, EnvVars variables, TaskListener listener)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException("signature only");
    }

    public void buildEnvironmentFor(Job job, EnvVars variables, TaskListener listener)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException("signature only");
    }
}
