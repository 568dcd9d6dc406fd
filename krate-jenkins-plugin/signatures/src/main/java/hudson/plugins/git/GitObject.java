package hudson.plugins.git;

public class GitObject {
    protected GitObject() {}

    public String getName() {
        throw new UnsupportedOperationException("signature only");
    }
}
