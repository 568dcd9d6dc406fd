package jenkins.scm.api;

import hudson.ExtensionPoint;
import hudson.model.Item;

public class SCMHead {
    protected SCMHead() {}

    public String getName() {
        throw new UnsupportedOperationException("signature only");
    }

    public SCMHeadOrigin getOrigin() {
        throw new UnsupportedOperationException("signature only");
    }

    public abstract static class HeadByItem implements ExtensionPoint {
        protected HeadByItem() {}

        public static SCMHead findHead(Item item) {
            throw new UnsupportedOperationException("signature only");
        }
    }
}
