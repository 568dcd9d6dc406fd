package io.jenkins.plugins.krate.config;

import java.util.List;

/**
 * What holds for the reports of one job.
 *
 * @param reports whether failed and unstable builds are reported
 * @param aborted whether aborted builds are as well
 * @param stack the name of the agent stack of steps that name none; may be empty
 */
public record ReportSettings(boolean reports, boolean aborted, String stack) {

    /**
     * What holds for {@code job}: the nearest place that says something wins, each of choice and stack by itself.
     *
     * @param folders the folders around the job, the outermost first
     * @param own what the job itself says
     * @param job the full name of the job
     */
    public static ReportSettings of(ReportDefaults defaults, List<ReportWish> folders, ReportWish own, String job) {
        boolean reports = defaults.covers(job);
        String stack = defaults.stack();
        for (ReportWish folder : folders) {
            reports = chosen(folder, reports);
            stack = folder.stack().isEmpty() ? stack : folder.stack();
        }
        reports = chosen(own, reports);
        stack = own.stack().isEmpty() ? stack : own.stack();
        return new ReportSettings(reports, reports && defaults.aborted(), stack);
    }

    private static boolean chosen(ReportWish wish, boolean inherited) {
        return switch (wish.choice()) {
            case INHERIT -> inherited;
            case ON -> true;
            case OFF -> false;
        };
    }
}
