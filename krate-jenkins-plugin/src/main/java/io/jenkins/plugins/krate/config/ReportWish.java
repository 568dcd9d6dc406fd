package io.jenkins.plugins.krate.config;

/**
 * What one folder or job says of its reports.
 *
 * @param stack the name of the agent stack of its steps that name none; empty to inherit it
 */
public record ReportWish(ReportChoice choice, String stack) {

    /** Says nothing. */
    public static final ReportWish NONE = new ReportWish(ReportChoice.INHERIT, "");

    public ReportWish {
        stack = stack.strip();
    }
}
