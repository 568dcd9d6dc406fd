package io.jenkins.plugins.krate.engine;

import java.io.Serializable;

/**
 * What answers.
 *
 * @param description for the page of the configuration, as in {@code Krate 1.2.0, organization acme}
 * @param warning what should be mended though it works; may be empty
 */
public record EngineInfo(String description, String warning) implements Serializable {

    private static final long serialVersionUID = 1;

    public EngineInfo {
        description = Texts.name(description);
        warning = Texts.bounded(warning, 1_000);
    }
}
