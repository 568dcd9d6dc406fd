package io.jenkins.plugins.krate.config;

/** Whether the failures below a place are reported, as that place says it. */
public enum ReportChoice {
    /** As the folder around it, and in the end as the global configuration says. */
    INHERIT("As the folder or the global configuration says"),
    ON("Report failed builds"),
    OFF("Never report");

    private final String text;

    ReportChoice(String text) {
        this.text = text;
    }

    /** What a form shows. */
    public String getText() {
        return text;
    }
}
