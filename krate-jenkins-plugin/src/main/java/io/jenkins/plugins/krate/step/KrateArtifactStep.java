package io.jenkins.plugins.krate.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.FormValidation;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code krateArtifact}: returns the text of something that a run produced. */
public final class KrateArtifactStep extends Step {

    private final String run;
    private final String name;

    /** A step that fetches {@code name}, a whole name or a kind such as {@code patch}, of {@code run}. */
    @DataBoundConstructor
    public KrateArtifactStep(@Nullable String run, @Nullable String name) {
        this.run = Inputs.trimmed(run);
        this.name = Inputs.trimmed(name);
    }

    /** The run's name. */
    public String getRun() {
        return run;
    }

    /** The artifact's name, or its kind. */
    public String getName() {
        return name;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        if (run.isEmpty() || name.isEmpty()) {
            throw new AbortException(
                    "krateArtifact: name the run and the artifact, as in krateArtifact(run: dispatched.id, name: 'patch')");
        }
        return new ArtifactExecution(context, run, name);
    }

    /** Its description in Jenkins. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "krateArtifact";
        }

        @Override
        public String getDisplayName() {
            return "Fetch an artifact of a Krate run";
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class);
        }

        /** Says that the run is missing. */
        @POST
        public FormValidation doCheckRun(@AncestorInPath @Nullable Item item, @QueryParameter @Nullable String value) {
            if (!Inputs.isAllowed(item)) {
                return FormValidation.ok();
            }
            return missing(value, "name the run, as in dispatched.id");
        }

        /** Says that the artifact is missing. */
        @POST
        public FormValidation doCheckName(@AncestorInPath @Nullable Item item, @QueryParameter @Nullable String value) {
            if (!Inputs.isAllowed(item)) {
                return FormValidation.ok();
            }
            return missing(value, "name the artifact, as in patch or diagnosis");
        }

        private static FormValidation missing(@Nullable String value, String message) {
            return Util.fixEmptyAndTrim(value) == null ? FormValidation.error(message) : FormValidation.ok();
        }
    }
}
