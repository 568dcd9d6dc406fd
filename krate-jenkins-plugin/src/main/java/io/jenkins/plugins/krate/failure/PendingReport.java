package io.jenkins.plugins.krate.failure;

/**
 * The address of a build whose report is under way.
 *
 * @param job the full name of the job
 */
record PendingReport(String job, int number) {

    /** Where it is after the item {@code from} became {@code to}: the job itself, or a folder around it. */
    PendingReport moved(String from, String to) {
        if (job.equals(from)) {
            return new PendingReport(to, number);
        }
        return job.startsWith(from + "/") ? new PendingReport(to + job.substring(from.length()), number) : this;
    }
}
