package hudson.model;

import java.util.List;

public abstract class Actionable implements ModelObject {
    public void addAction(Action action) {
        throw new UnsupportedOperationException("signature only");
    }

    public boolean addOrReplaceAction(Action action) {
        throw new UnsupportedOperationException("signature only");
    }

    public void replaceAction(Action action) {
        throw new UnsupportedOperationException("signature only");
    }

    public <T extends Action> T getAction(Class<T> type) {
        throw new UnsupportedOperationException("signature only");
    }

    public <T extends Action> List<T> getActions(Class<T> type) {
        throw new UnsupportedOperationException("signature only");
    }

    public final List<? extends Action> getAllActions() {
        throw new UnsupportedOperationException("signature only");
    }

    public boolean removeAction(Action action) {
        throw new UnsupportedOperationException("signature only");
    }
}
