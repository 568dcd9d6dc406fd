package jenkins.scm.api;

import hudson.model.Action;
import hudson.model.Actionable;

public class SCMRevisionAction implements Action {
    private SCMRevisionAction() {}

    public SCMRevision getRevision() {
        throw new UnsupportedOperationException("signature only");
    }

    public static SCMRevision getRevision(Actionable actionable) {
        throw new UnsupportedOperationException("signature only");
    }

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
