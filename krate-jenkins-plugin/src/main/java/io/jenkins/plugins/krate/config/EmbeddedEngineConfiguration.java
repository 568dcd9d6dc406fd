package io.jenkins.plugins.krate.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.ItemGroup;
import hudson.util.FormValidation;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineInfo;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.embedded.EmbeddedEngines;
import io.jenkins.plugins.krate.engine.embedded.EmbeddedSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** An engine in this controller, which needs no server; as code, {@code engine: embedded:}. */
public final class EmbeddedEngineConfiguration extends EngineConfiguration {

    /** A system property: whether repositories may be directories of the controller, with {@code file:} addresses. */
    static final String LOCAL_REPOSITORIES = "io.jenkins.plugins.krate.ALLOW_LOCAL_REPOSITORIES";

    private static final String OUTSIDE = "expected a path below JENKINS_HOME, such as krate/krate.db";

    private final String resources;
    private @Nullable String database;
    private @Nullable String label;
    private @Nullable String documents;
    private @Nullable String organization;
    private boolean localAgents;

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

    /** The label of the nodes on which agents run; null for any but the built-in one. */
    public @Nullable String getLabel() {
        return label;
    }

    /** Sets the label. */
    @DataBoundSetter
    public void setLabel(@Nullable String label) {
        this.label = Util.fixEmptyAndTrim(label);
    }

    /** Further resource documents, as YAML; null for none. */
    public @Nullable String getDocuments() {
        return documents;
    }

    /** Sets them. */
    @DataBoundSetter
    public void setDocuments(@Nullable String documents) {
        this.documents = Util.fixEmptyAndTrim(documents);
    }

    /** The organization in which runs are made, where the documents describe none; null for {@code default}. */
    public @Nullable String getOrganization() {
        return organization;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setOrganization(@Nullable String organization) {
        this.organization = Util.fixEmptyAndTrim(organization);
    }

    /** Whether runner pools may have agents run as processes of the controller itself. */
    public boolean isLocalAgents() {
        return localAgents;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setLocalAgents(boolean localAgents) {
        this.localAgents = localAgents;
    }

    @Override
    public KrateEngine engine(ItemGroup<?> context) {
        return EmbeddedEngines.engine(settings());
    }

    /**
     * The settings as they are configured.
     *
     * @throws EngineException if the database would lie outside of JENKINS_HOME
     */
    EmbeddedSettings settings() {
        Path home = Jenkins.get().getRootDir().toPath();
        if (database != null && !HomePath.isInside(database)) {
            throw new EngineException(EngineException.Kind.REFUSED, "CONFIGURATION", OUTSIDE);
        }
        return EmbeddedSettings.in(KrateGlobalConfiguration.directory())
                .withDatabase(Optional.ofNullable(database).map(home::resolve))
                .withDocuments(
                        Optional.of(resources)
                                .filter(folder -> !folder.isEmpty())
                                .map(home::resolve),
                        documents == null ? "" : documents)
                .withOrganization(organization == null ? "" : organization)
                .withAgents(label == null ? "" : label, localAgents)
                .withSchemes(
                        Boolean.getBoolean(LOCAL_REPOSITORIES)
                                ? Set.of("https", "http", "file")
                                : Set.of("https", "http"));
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

        /** Says that the folder is missing, and nothing else says what there is. */
        @POST
        public FormValidation doCheckResources(
                @QueryParameter @Nullable String value, @QueryParameter @Nullable String documents) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Util.fixEmptyAndTrim(value) == null && Util.fixEmptyAndTrim(documents) == null
                    ? FormValidation.error("name the folder of the resource documents")
                    : FormValidation.ok();
        }

        /** Says why the file may not lie there. */
        @POST
        public FormValidation doCheckDatabase(@QueryParameter @Nullable String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String path = Util.fixEmptyAndTrim(value);
            return path == null || HomePath.isInside(path) ? FormValidation.ok() : FormValidation.error(OUTSIDE);
        }

        /** Says how the engine that is configured does, and what is wrong with its documents. */
        @POST
        public FormValidation doTestEngine() {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            EngineConfiguration configured = KrateGlobalConfiguration.get().getEngine();
            if (!(configured instanceof EmbeddedEngineConfiguration)) {
                return FormValidation.warning("save the configuration first: another engine is configured");
            }
            try {
                EngineInfo info = configured.engine(Jenkins.get()).info();
                return info.warning().isEmpty()
                        ? FormValidation.ok(info.description())
                        : FormValidation.error(info.description() + "; " + info.warning());
            } catch (EngineException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
