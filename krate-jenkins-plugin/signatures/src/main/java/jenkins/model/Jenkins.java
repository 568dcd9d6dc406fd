package jenkins.model;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.TopLevelItem;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;
import java.util.List;
import org.springframework.security.core.Authentication;

public class Jenkins implements ItemGroup<TopLevelItem>, AccessControlled {
    public static final Permission ADMINISTER = null;

    private Jenkins() {}

    public static Authentication getAuthentication2() {
        throw new UnsupportedOperationException("signature only");
    }

    public static Jenkins get() {
        throw new UnsupportedOperationException("signature only");
    }

    public <T extends Item> T getItemByFullName(String fullName, Class<T> type) {
        throw new UnsupportedOperationException("signature only");
    }

    public <T extends Item> List<T> getAllItems(Class<T> type) {
        throw new UnsupportedOperationException("signature only");
    }

    public Label getLabel(String expr) {
        throw new UnsupportedOperationException("signature only");
    }

    public List<Node> getNodes() {
        throw new UnsupportedOperationException("signature only");
    }

    public File getRootDir() {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public void checkPermission(Permission permission) {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public boolean hasPermission(Permission permission) {
        throw new UnsupportedOperationException("signature only");
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException("signature only");
    }
}
