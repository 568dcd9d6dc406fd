package io.jenkins.plugins.krate.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.ItemGroup;
import hudson.util.FormValidation;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.KrateEngine;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** An engine in this controller, which needs no server; as code, {@code engine: embedded:}. */
public final class EmbeddedEngineConfiguration extends EngineConfiguration {

    private final String resources;
    private @Nullable String database;
    private @Nullable String label;

    /** An engine with the documents of a folder. */
    @DataBoundConstructor
    public EmbeddedEngineConfiguration(@Nullable String resources) {
        this.resources = resources == null ? "" : resources.strip();
    }

    /** The folder of resource documents; a relative one is below JENKINS_HOME. */
    public String getResources() {
        return resources;
    }

    /** The SQLite file below JENKINS_HOME; null for {@code krate/krate.db}. */
    public @Nullable String getDatabase() {
        return database;
    }

    /** Sets the file. */
    @DataBoundSetter
    public void setDatabase(@Nullable String database) {
        this.database = Util.fixEmptyAndTrim(database);
    }

    /** The label of the nodes on which agents run; null for any node. */
    public @Nullable String getLabel() {
        return label;
    }

    /** Sets the label. */
    @DataBoundSetter
    public void setLabel(@Nullable String label) {
        this.label = Util.fixEmptyAndTrim(label);
    }

    @Override
    public KrateEngine engine(ItemGroup<?> context) {
        throw new EngineException(EngineException.Kind.UNAVAILABLE, "NOT_CONFIGURED", "no embedded engine here yet");
    }

    @Override
    boolean isBlank() {
        return resources.isEmpty() && database == null && label == null;
    }

    /** Its description in Jenkins. */
    @Extension
    @Symbol("embedded")
    public static final class DescriptorImpl extends Descriptor<EngineConfiguration> {

        @Override
        public String getDisplayName() {
            return "In this controller";
        }

        /** Says that the folder is missing. */
        @POST
        public FormValidation doCheckResources(@QueryParameter @Nullable String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error("name the folder of the resource documents")
                    : FormValidation.ok();
        }

        /** Says why the file may not lie there. */
        @POST
        public FormValidation doCheckDatabase(@QueryParameter @Nullable String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String path = Util.fixEmptyAndTrim(value);
            return path == null || HomePath.isInside(path)
                    ? FormValidation.ok()
                    : FormValidation.error("expected a path below JENKINS_HOME, such as krate/krate.db");
        }
    }
}
