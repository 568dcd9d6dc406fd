package io.jenkins.plugins.krate.config;

import hudson.model.AbstractDescribableImpl;
import hudson.model.ItemGroup;
import io.jenkins.plugins.krate.engine.KrateEngine;

/** Which Krate answers: a server elsewhere, or an engine in this controller. */
public abstract class EngineConfiguration extends AbstractDescribableImpl<EngineConfiguration> {

    /**
     * The engine, for things in {@code context}; made anew, cheap, holds no connection.
     *
     * @throws io.jenkins.plugins.krate.engine.EngineException if what is configured cannot be used
     */
    public abstract KrateEngine engine(ItemGroup<?> context);

    /** Whether nothing was filled in, as when somebody saves the page without looking at this part. */
    boolean isBlank() {
        return false;
    }
}
