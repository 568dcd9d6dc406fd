package hudson.tasks;

import hudson.model.AbstractProject;
import hudson.model.Action;
import java.util.Collection;

public interface BuildStep {
    default BuildStepMonitor getRequiredMonitorService() {
        throw new UnsupportedOperationException("signature only");
    }

    Collection<? extends Action> getProjectActions(AbstractProject<?, ?> project);
}
