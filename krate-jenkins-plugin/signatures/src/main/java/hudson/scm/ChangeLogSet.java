package hudson.scm;

import java.util.Iterator;
public abstract class ChangeLogSet<T extends ChangeLogSet.Entry> implements Iterable<T> {
    @Override public Iterator<T> iterator() { throw new UnsupportedOperationException("signature only"); }
    public abstract static class Entry {}
}
