package io.jenkins.plugins.krate.config;

import ai.a5c.krate.match.Glob;
import java.util.List;

/**
 * What the global configuration says of reports.
 *
 * @param on whether failures are reported where neither job nor folder says otherwise
 * @param jobs the full names of jobs that this is about; empty for all
 * @param aborted whether aborted builds are reported like failed ones
 * @param stack the name of the agent stack of steps that name none; may be empty
 */
public record ReportDefaults(boolean on, List<Glob> jobs, boolean aborted, String stack) {

    public ReportDefaults {
        jobs = List.copyOf(jobs);
        stack = stack.strip();
    }

    boolean covers(String job) {
        return on && (jobs.isEmpty() || jobs.stream().anyMatch(glob -> glob.matches(job)));
    }
}
