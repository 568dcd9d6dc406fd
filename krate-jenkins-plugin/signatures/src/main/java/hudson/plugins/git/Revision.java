package hudson.plugins.git;

import java.util.Collection;

public class Revision {
    private Revision() {}

    public String getSha1String() {
        throw new UnsupportedOperationException("signature only");
    }

    public Collection<Branch> getBranches() {
        throw new UnsupportedOperationException("signature only");
    }
}
