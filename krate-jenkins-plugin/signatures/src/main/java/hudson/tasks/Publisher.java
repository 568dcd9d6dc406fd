package hudson.tasks;

import hudson.ExtensionPoint;
import hudson.model.AbstractProject;
import hudson.model.Action;
import hudson.model.Describable;
import java.util.Collection;

public abstract class Publisher implements BuildStep, Describable<Publisher>, ExtensionPoint {
    @Override
    public Collection<? extends Action> getProjectActions(AbstractProject<?, ?> project) {
        throw new UnsupportedOperationException("signature only");
    }
}
