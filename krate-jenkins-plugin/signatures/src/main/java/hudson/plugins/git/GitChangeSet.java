package hudson.plugins.git;

import hudson.model.User;
import hudson.scm.ChangeLogSet;

public class GitChangeSet extends ChangeLogSet.Entry {
    private GitChangeSet() {}

    public String getComment() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public String getMsg() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public User getAuthor() {
        throw new UnsupportedOperationException("signature only");
    }
}
