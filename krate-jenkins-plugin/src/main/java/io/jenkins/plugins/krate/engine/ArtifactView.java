package io.jenkins.plugins.krate.engine;

import java.io.Serializable;

/**
 * Something that a run produced.
 *
 * @param name as {@link KrateEngine#artifact} takes it
 * @param kind as in {@code patch} or {@code diagnosis}; empty if nobody said
 */
public record ArtifactView(String name, String kind) implements Serializable {

    private static final long serialVersionUID = 1;

    public ArtifactView {
        name = Texts.name(name);
        kind = Texts.name(kind);
    }
}
