package hudson.scm;

import hudson.model.User;
import java.util.Iterator;

public abstract class ChangeLogSet<T extends ChangeLogSet.Entry> implements Iterable<T> {
    @Override
    public Iterator<T> iterator() {
        throw new UnsupportedOperationException("signature only");
    }

    public abstract static class Entry {
        protected Entry() {}

        public String getCommitId() {
            throw new UnsupportedOperationException("signature only");
        }

        public abstract String getMsg();

        public abstract User getAuthor();
    }
}
