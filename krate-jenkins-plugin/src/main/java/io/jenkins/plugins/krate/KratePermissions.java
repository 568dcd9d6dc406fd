package io.jenkins.plugins.krate;

import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

/** The permissions of the plugin. */
public final class KratePermissions {

    private static final ResourceBundleHolder TEXTS = ResourceBundleHolder.get(KratePermissions.class);

    /** Their group. */
    public static final PermissionGroup GROUP = new PermissionGroup(KratePermissions.class, text("group"));

    /** To answer what runs ask, on the pages of builds; nothing but administration implies it, building least of all. */
    public static final Permission APPROVE =
            new Permission(GROUP, "Approve", text("approve"), Jenkins.ADMINISTER, PermissionScope.RUN);

    private KratePermissions() {}

    /** Has Jenkins know them, which they are once this class is; whoever is made early calls this. */
    public static void register() {
        // loading the class is all that it takes
    }

    private static Localizable text(String key) {
        return new Localizable(TEXTS, key);
    }
}
