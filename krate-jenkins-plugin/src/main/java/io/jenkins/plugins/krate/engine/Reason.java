package io.jenkins.plugins.krate.engine;

import java.io.Serializable;

/**
 * One reason of a decision.
 *
 * @param code stable, for programs
 * @param message for people
 */
public record Reason(String code, String message) implements Serializable {

    private static final long serialVersionUID = 1;

    public Reason {
        code = Texts.name(code);
        message = Texts.bounded(message, 2_000);
    }
}
