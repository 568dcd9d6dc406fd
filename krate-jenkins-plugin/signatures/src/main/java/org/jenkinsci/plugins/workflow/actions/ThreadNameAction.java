package org.jenkinsci.plugins.workflow.actions;

import hudson.model.Action;

public abstract class ThreadNameAction implements Action {
    public abstract String getThreadName();

    @Override
    public String getIconFileName() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public String getUrlName() {
        throw new UnsupportedOperationException("signature only");
    }
}
