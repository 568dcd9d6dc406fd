package hudson.model;

import java.util.Set;

public abstract class Label {
    public Set<Node> getNodes() {
        throw new UnsupportedOperationException("signature only");
    }
}
