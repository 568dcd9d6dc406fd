package io.jenkins.plugins.krate.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import hudson.Extension;
import hudson.Util;
import hudson.model.ItemGroup;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What a folder says of the reports of all jobs below it; needs the folders plugin. */
public final class FolderReports extends AbstractFolderProperty<AbstractFolder<?>> {

    private final ReportChoice reports;
    private @Nullable String stack;

    /** A folder that says so. */
    @DataBoundConstructor
    public FolderReports(@Nullable ReportChoice reports) {
        this.reports = reports == null ? ReportChoice.INHERIT : reports;
    }

    /** Whether failures below it are reported. */
    public ReportChoice getReports() {
        return reports;
    }

    /** The agent stack of steps below it that name none; null to inherit it. */
    public @Nullable String getStack() {
        return stack;
    }

    /** Sets the stack. */
    @DataBoundSetter
    public void setStack(@Nullable String stack) {
        this.stack = Util.fixEmptyAndTrim(stack);
    }

    /** Its description in Jenkins. */
    @Extension(optional = true)
    @Symbol("krateReports")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {

        @Override
        public String getDisplayName() {
            return "Krate: reports of failed builds";
        }
    }

    /** Reads it. */
    @Extension(optional = true)
    public static final class Wishes extends FolderWishes {

        @Override
        protected ReportWish of(ItemGroup<?> folder) {
            if (!(folder instanceof AbstractFolder<?> known)) {
                return ReportWish.NONE;
            }
            FolderReports own = known.getProperties().get(FolderReports.class);
            return own == null ? ReportWish.NONE : new ReportWish(own.reports, own.stack == null ? "" : own.stack);
        }
    }
}
