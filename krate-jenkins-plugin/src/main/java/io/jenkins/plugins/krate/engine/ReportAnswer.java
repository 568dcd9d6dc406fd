package io.jenkins.plugins.krate.engine;

import java.io.Serializable;

/**
 * What the engine said to a report of a failed build.
 *
 * @param delivery the name under which it is kept
 * @param duplicate whether it was there before
 */
public record ReportAnswer(String delivery, boolean duplicate) implements Serializable {

    private static final long serialVersionUID = 1;

    public ReportAnswer {
        delivery = Texts.name(delivery);
    }
}
