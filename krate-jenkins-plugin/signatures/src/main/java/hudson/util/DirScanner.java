package hudson.util;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;

public abstract class DirScanner implements Serializable {
    public DirScanner() {}

    public abstract void scan(File dir, FileVisitor visitor) throws IOException;

    protected final void scanSingle(File f, String relative, FileVisitor visitor) throws IOException {
        throw new UnsupportedOperationException("signature only");
    }
}
