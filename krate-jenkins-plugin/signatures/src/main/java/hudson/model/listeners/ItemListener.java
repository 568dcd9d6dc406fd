package hudson.model.listeners;

import hudson.ExtensionPoint;
import hudson.model.Item;

public class ItemListener implements ExtensionPoint {
    public ItemListener() {}

    public void onLoaded() {
        throw new UnsupportedOperationException("signature only");
    }

    public void onBeforeShutdown() {
        throw new UnsupportedOperationException("signature only");
    }

    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        throw new UnsupportedOperationException("signature only");
    }
}
