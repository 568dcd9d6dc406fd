package io.jenkins.plugins.krate.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Job;
import jenkins.model.OptionalJobProperty;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What a job says of its reports, in its configuration or as {@code krateReports(reports: 'ON')} in a Jenkinsfile. */
public final class JobReports extends OptionalJobProperty<Job<?, ?>> {

    private final ReportChoice reports;
    private @Nullable String stack;

    /** A job that says so. */
    @DataBoundConstructor
    public JobReports(@Nullable ReportChoice reports) {
        this.reports = reports == null ? ReportChoice.INHERIT : reports;
    }

    /** Whether its failures are reported. */
    public ReportChoice getReports() {
        return reports;
    }

    /** The agent stack of its steps that name none; null to inherit it. */
    public @Nullable String getStack() {
        return stack;
    }

    /** Sets the stack. */
    @DataBoundSetter
    public void setStack(@Nullable String stack) {
        this.stack = Util.fixEmptyAndTrim(stack);
    }

    /** What {@code job} says; a cell of a matrix says what its project says. */
    static ReportWish of(Job<?, ?> job) {
        JobReports own = job.getProperty(JobReports.class);
        if (own == null && job.getParent() instanceof Job<?, ?> project) {
            own = project.getProperty(JobReports.class);
        }
        return own == null ? ReportWish.NONE : new ReportWish(own.reports, own.stack == null ? "" : own.stack);
    }

    /** Its description in Jenkins. */
    @Extension
    @Symbol("krateReports")
    public static final class DescriptorImpl extends OptionalJobPropertyDescriptor {

        @Override
        public String getDisplayName() {
            return "Report failed builds to Krate, or never";
        }
    }
}
