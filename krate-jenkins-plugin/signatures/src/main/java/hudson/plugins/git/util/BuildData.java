package hudson.plugins.git.util;

import hudson.model.Action;
import hudson.plugins.git.Revision;
import java.util.Set;

public class BuildData implements Action {
    private BuildData() {}

    public Revision getLastBuiltRevision() {
        throw new UnsupportedOperationException("signature only");
    }

    public Set<String> getRemoteUrls() {
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
