package io.jenkins.plugins.krate.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code krateApproval}: waits until what a run asks people is answered, or the run is over. */
public final class KrateApprovalStep extends Step {

    private final String run;
    private String timeout = "";

    /** A step that waits for {@code run}. */
    @DataBoundConstructor
    public KrateApprovalStep(@Nullable String run) {
        this.run = Inputs.trimmed(run);
    }

    /** The run's name. */
    public String getRun() {
        return run;
    }

    /** How long to wait at most, as in {@code 30m}; empty for as long as it takes. */
    public String getTimeout() {
        return timeout;
    }

    /** Sets the timeout. */
    @DataBoundSetter
    public void setTimeout(@Nullable String timeout) {
        this.timeout = Inputs.trimmed(timeout);
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        if (run.isEmpty()) {
            throw new AbortException("krateApproval: name the run (run), as in krateApproval(run: dispatched.id)");
        }
        Optional<String> fault = Inputs.timeoutFault(timeout);
        if (fault.isPresent()) {
            throw new AbortException("krateApproval: " + fault.get());
        }
        return new ApprovalExecution(context, run, Inputs.length(timeout));
    }

    /** Its description in Jenkins. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "krateApproval";
        }

        @Override
        public String getDisplayName() {
            return "Wait for the approvals of a Krate run";
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        /** Says that the run is missing. */
        @POST
        public FormValidation doCheckRun(@AncestorInPath @Nullable Item item, @QueryParameter @Nullable String value) {
            if (!Inputs.isAllowed(item)) {
                return FormValidation.ok();
            }
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error("name the run, as in dispatched.id")
                    : FormValidation.ok();
        }

        /** Says that the timeout is none. */
        @POST
        public FormValidation doCheckTimeout(
                @AncestorInPath @Nullable Item item, @QueryParameter @Nullable String value) {
            if (!Inputs.isAllowed(item)) {
                return FormValidation.ok();
            }
            return Inputs.timeoutFault(Inputs.trimmed(value))
                    .map(FormValidation::error)
                    .orElseGet(FormValidation::ok);
        }
    }
}
