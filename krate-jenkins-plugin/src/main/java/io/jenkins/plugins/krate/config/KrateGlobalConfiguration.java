package io.jenkins.plugins.krate.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Job;
import hudson.model.Run;
import hudson.util.FormValidation;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.KrateEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The global configuration of the plugin: the engine, and which jobs report failed builds to it; as code, {@code unclassified: krate:}. */
@Extension
@Symbol("krate")
public final class KrateGlobalConfiguration extends GlobalConfiguration {

    private @Nullable EngineConfiguration engine;
    private boolean reportFailures;
    private boolean reportAborted;
    private @Nullable String jobs;
    private @Nullable String stack;

    /** Reads what was saved. */
    public KrateGlobalConfiguration() {
        load();
    }

    /** The one of this controller. */
    public static KrateGlobalConfiguration get() {
        return ExtensionList.lookupSingleton(KrateGlobalConfiguration.class);
    }

    /** The engine for a build; see {@link #engineFor(Job)}. */
    public static KrateEngine engineFor(Run<?, ?> run) {
        return engineFor(run.getParent());
    }

    /**
     * The engine for a job, with the credentials that the job sees.
     *
     * @throws EngineException if none is configured, or what is configured cannot be used
     */
    public static KrateEngine engineFor(Job<?, ?> job) {
        EngineConfiguration configured = get().getEngine();
        if (configured == null) {
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE,
                    "NOT_CONFIGURED",
                    "Krate is not configured; an administrator sets its engine under Manage Jenkins, System");
        }
        return configured.engine(job.getParent());
    }

    /** The directory of the plugin's own files. */
    public static Path directory() {
        return Jenkins.get().getRootDir().toPath().resolve("krate");
    }

    /** The random name of this controller: see {@link ControllerId}. */
    public static String controllerId() {
        try {
            return ControllerId.in(directory().resolve("controller-id"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The engine; null until one is configured. */
    public @Nullable EngineConfiguration getEngine() {
        return engine;
    }

    /** Sets the engine and saves; one in which nothing was filled in is none. */
    @DataBoundSetter
    public void setEngine(@Nullable EngineConfiguration engine) {
        this.engine = engine == null || engine.isBlank() ? null : engine;
        save();
    }

    /** Whether failed builds are reported where neither the job nor a folder says otherwise. */
    public boolean isReportFailures() {
        return reportFailures;
    }

    /** Sets the default and saves. */
    @DataBoundSetter
    public void setReportFailures(boolean reportFailures) {
        this.reportFailures = reportFailures;
        save();
    }

    /** Whether aborted builds are reported like failed ones. */
    public boolean isReportAborted() {
        return reportAborted;
    }

    /** Sets it and saves. */
    @DataBoundSetter
    public void setReportAborted(boolean reportAborted) {
        this.reportAborted = reportAborted;
        save();
    }

    /** The jobs that the default is about, one glob of full names a line; null for all. */
    public @Nullable String getJobs() {
        return jobs;
    }

    /** Sets the patterns and saves; a pattern that is none counts as matching nothing, and the form says so. */
    @DataBoundSetter
    public void setJobs(@Nullable String jobs) {
        this.jobs = Util.fixEmptyAndTrim(jobs);
        save();
    }

    /** The agent stack of steps that name none; null for none. */
    public @Nullable String getStack() {
        return stack;
    }

    /** Sets the stack and saves. */
    @DataBoundSetter
    public void setStack(@Nullable String stack) {
        this.stack = Util.fixEmptyAndTrim(stack);
        save();
    }

    /** What holds for the reports of {@code job}. */
    public ReportSettings settingsOf(Job<?, ?> job) {
        return ReportSettings.of(defaults(), FolderWishes.around(job), JobReports.of(job), job.getFullName());
    }

    /** The agent stack that a step of {@code run} means: {@code named}, or if that is empty, the one of its job; empty for none. */
    public static String stackFor(Run<?, ?> run, String named) {
        return named.isEmpty() ? get().settingsOf(run.getParent()).stack() : named;
    }

    /** Patterns that cannot be read turn reports off rather than widen them. */
    private ReportDefaults defaults() {
        String proposed = stack == null ? "" : stack;
        try {
            return new ReportDefaults(
                    reportFailures, JobPatterns.of(jobs == null ? "" : jobs), reportAborted, proposed);
        } catch (IllegalArgumentException unreadable) {
            return new ReportDefaults(false, List.of(), reportAborted, proposed);
        }
    }

    /** Says which pattern is none. */
    @POST
    public FormValidation doCheckJobs(@QueryParameter @Nullable String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            JobPatterns.of(value == null ? "" : value);
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
