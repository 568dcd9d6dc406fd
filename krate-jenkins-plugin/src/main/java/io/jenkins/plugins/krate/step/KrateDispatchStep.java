package io.jenkins.plugins.krate.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
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

/** {@code krateDispatch}: asks Krate for a run of an agent, and waits for its end if wanted. */
public final class KrateDispatchStep extends Step {

    private final String stack;
    private final String prompt;
    private String task = Inputs.DEFAULT_TASK;
    private String repository = "";
    private String ref = "";
    private List<String> files = List.of();
    private List<String> labels = List.of();
    private double budget;
    private boolean wait = true;
    private boolean failOnDenied = true;
    private String timeout = "";

    /** A step for {@code stack} and what the agent is to do. */
    @DataBoundConstructor
    public KrateDispatchStep(@Nullable String stack, @Nullable String prompt) {
        this.stack = Inputs.trimmed(stack);
        this.prompt = prompt == null ? "" : prompt;
    }

    /** The agent stack's name. */
    public String getStack() {
        return stack;
    }

    /** What the agent is to do. */
    public String getPrompt() {
        return prompt;
    }

    /** What kind of work it is. */
    public String getTask() {
        return task;
    }

    /** Sets the kind of work. */
    @DataBoundSetter
    public void setTask(@Nullable String task) {
        String word = Inputs.trimmed(task);
        this.task = word.isEmpty() ? Inputs.DEFAULT_TASK : word;
    }

    /** The repository's name in Krate, or {@code owner/name}; empty for the one that was checked out. */
    public String getRepository() {
        return repository;
    }

    /** Sets the repository. */
    @DataBoundSetter
    public void setRepository(@Nullable String repository) {
        this.repository = Inputs.trimmed(repository);
    }

    /** A branch, a tag or a full ref; empty for what was built. */
    public String getRef() {
        return ref;
    }

    /** Sets the ref. */
    @DataBoundSetter
    public void setRef(@Nullable String ref) {
        this.ref = Inputs.trimmed(ref);
    }

    /** Paths that the agent is shown. */
    public List<String> getFiles() {
        return files;
    }

    /** Sets the paths. */
    @DataBoundSetter
    public void setFiles(@Nullable List<String> files) {
        this.files = files == null ? List.of() : List.copyOf(files);
    }

    /** Context labels beyond the stack's own. */
    public List<String> getLabels() {
        return labels;
    }

    /** Sets the context labels. */
    @DataBoundSetter
    public void setLabels(@Nullable List<String> labels) {
        this.labels = labels == null ? List.of() : List.copyOf(labels);
    }

    /** The most that it may cost in US dollars; 0 for the stack's limit alone. */
    public double getBudget() {
        return budget;
    }

    /** Sets the budget. */
    @DataBoundSetter
    public void setBudget(double budget) {
        this.budget = budget;
    }

    /** Whether the step waits until the run is over. */
    public boolean isWait() {
        return wait;
    }

    /** Sets whether it waits. */
    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    /** Whether the step fails when Krate denies the dispatch. */
    public boolean isFailOnDenied() {
        return failOnDenied;
    }

    /** Sets whether it fails then. */
    @DataBoundSetter
    public void setFailOnDenied(boolean failOnDenied) {
        this.failOnDenied = failOnDenied;
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

    DispatchParameters parameters(String chosen) {
        return new DispatchParameters(chosen, task, prompt, files, labels, budget);
    }

    Duration patience() {
        return Inputs.length(timeout);
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        String chosen = KrateGlobalConfiguration.stackFor(context.get(Run.class), stack);
        List<String> faults = Inputs.faults(chosen, task, prompt, timeout, budget);
        if (!faults.isEmpty()) {
            throw new AbortException("krateDispatch: " + String.join("; ", faults));
        }
        return new DispatchExecution(context, this, parameters(chosen));
    }

    /** Its description in Jenkins. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "krateDispatch";
        }

        @Override
        public String getDisplayName() {
            return "Dispatch an agent through Krate";
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class, EnvVars.class);
        }

        /** The kinds of work. */
        @POST
        public ListBoxModel doFillTaskItems(@AncestorInPath @Nullable Item item) {
            return Inputs.isAllowed(item) ? Inputs.tasks() : new ListBoxModel();
        }

        /** Says which stack is used if none is named. */
        @POST
        public FormValidation doCheckStack(
                @AncestorInPath @Nullable Item item, @QueryParameter @Nullable String value) {
            if (!Inputs.isAllowed(item)) {
                return FormValidation.ok();
            }
            return Util.fixEmptyAndTrim(value) == null ? FormValidation.warning(Inputs.OWN_STACK) : FormValidation.ok();
        }

        /** Says that the prompt is missing. */
        @POST
        public FormValidation doCheckPrompt(
                @AncestorInPath @Nullable Item item, @QueryParameter @Nullable String value) {
            if (!Inputs.isAllowed(item)) {
                return FormValidation.ok();
            }
            return Util.fixEmptyAndTrim(value) == null ? FormValidation.error(Inputs.NO_PROMPT) : FormValidation.ok();
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
