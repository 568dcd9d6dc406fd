package io.jenkins.plugins.krate.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.BuildStepMonitor;
import hudson.tasks.Notifier;
import hudson.tasks.Publisher;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import java.io.IOException;
import java.util.List;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The post-build step: asks Krate for a run of an agent when a build ended as somebody said; never changes the result. */
public final class KrateNotifier extends Notifier implements SimpleBuildStep {

    private static final String USUAL_TIMEOUT = "1h";

    private final String stack;
    private final String prompt;
    private String task = Inputs.DEFAULT_TASK;
    private String on = Occasion.FAILURE.word();
    private String repository = "";
    private boolean wait;
    private String timeout = USUAL_TIMEOUT;

    /** A step for {@code stack} and what the agent is to do. */
    @DataBoundConstructor
    public KrateNotifier(@Nullable String stack, @Nullable String prompt) {
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

    /** When it dispatches: failure, unstable or always. */
    public String getOn() {
        return on;
    }

    /** Sets when it dispatches. */
    @DataBoundSetter
    public void setOn(@Nullable String on) {
        this.on = Occasion.of(Inputs.trimmed(on)).word();
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

    /** Whether the build waits until the run is over. */
    public boolean isWait() {
        return wait;
    }

    /** Sets whether it waits. */
    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    /** How long to wait at most, as in {@code 30m}. */
    public String getTimeout() {
        return timeout;
    }

    /** Sets the timeout. */
    @DataBoundSetter
    public void setTimeout(@Nullable String timeout) {
        String length = Inputs.trimmed(timeout);
        this.timeout = length.isEmpty() ? USUAL_TIMEOUT : length;
    }

    @Override
    public BuildStepMonitor getRequiredMonitorService() {
        return BuildStepMonitor.NONE;
    }

    @Override
    public boolean requiresWorkspace() {
        return false;
    }

    @Override
    public void perform(Run<?, ?> build, EnvVars environment, TaskListener listener)
            throws InterruptedException, IOException {
        BuildLog log = new BuildLog(listener);
        String result =
                build.getResult() == null ? "SUCCESS" : build.getResult().toString();
        if (!Occasion.of(on).isOn(result)) {
            return;
        }
        BuiltCode code = BuiltCode.of(repository, "", environment);
        String chosen = KrateGlobalConfiguration.stackFor(build, stack);
        List<String> faults = Inputs.faults(chosen, task, prompt, timeout, 0);
        if (!faults.isEmpty() || code.repository().isEmpty()) {
            log.line("nothing is dispatched: "
                    + (faults.isEmpty()
                            ? "the checkout did not tell which repository it is about; name it in the step"
                            : String.join("; ", faults)));
            return;
        }
        DispatchParameters parameters = new DispatchParameters(chosen, task, prompt, List.of(), List.of(), 0);
        new PostBuild(build, log, parameters, code).dispatch(wait, Inputs.length(timeout));
    }

    /** Its description in Jenkins. */
    @Extension
    @Symbol("krateNotifier")
    public static final class DescriptorImpl extends BuildStepDescriptor<Publisher> {

        @Override
        public String getDisplayName() {
            return "Dispatch an agent through Krate";
        }

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return true;
        }

        /** The kinds of work. */
        @POST
        public ListBoxModel doFillTaskItems(@AncestorInPath @Nullable Item item) {
            return Inputs.isAllowed(item) ? Inputs.tasks() : new ListBoxModel();
        }

        /** The occasions. */
        @POST
        public ListBoxModel doFillOnItems(@AncestorInPath @Nullable Item item) {
            ListBoxModel items = new ListBoxModel();
            if (!Inputs.isAllowed(item)) {
                return items;
            }
            for (Occasion occasion : Occasion.values()) {
                items.add(occasion.title(), occasion.word());
            }
            return items;
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
