package hudson.model;

import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class Descriptor<T extends Describable<T>> implements Saveable {
    protected Descriptor() {}

    public String getDisplayName() {
        throw new UnsupportedOperationException("signature only");
    }

    public boolean configure(StaplerRequest2 request, JSONObject json) throws FormException {
        throw new UnsupportedOperationException("signature only");
    }

    public synchronized void load() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public synchronized void save() {
        throw new UnsupportedOperationException("signature only");
    }

    public static class FormException extends Exception {
        private static final long serialVersionUID = 1;

        private FormException() {}
    }
}
