package io.jenkins.plugins.krate.engine.embedded;

import io.jenkins.plugins.krate.engine.KrateEngine;
import java.util.List;
import java.util.Optional;

/** The one engine of this controller, opened when it is first asked for and opened anew when its settings change. */
public final class EmbeddedEngines {

    private static Optional<ControllerKrate> current = Optional.empty();

    private EmbeddedEngines() {}

    /**
     * The engine with these settings.
     *
     * @throws io.jenkins.plugins.krate.engine.EngineException if its directory or database cannot be used
     */
    public static synchronized KrateEngine engine(EmbeddedSettings settings) {
        return new EmbeddedEngine(opened(settings));
    }

    /** Has the engine read its documents again if they are others by now; their faults. */
    public static synchronized List<String> refresh(EmbeddedSettings settings) {
        return opened(settings).refresh();
    }

    /** Closes the engine, if there is one. */
    public static synchronized void close() {
        current.ifPresent(ControllerKrate::close);
        current = Optional.empty();
    }

    private static ControllerKrate opened(EmbeddedSettings settings) {
        if (current.filter(one -> !one.settings().equals(settings)).isPresent()) {
            close();
        }
        ControllerKrate opened = current.orElseGet(() -> inOwnLoader(settings));
        current = Optional.of(opened);
        return opened;
    }

    /** Threads of Jenkins bring the loader of its core; what looks things up by it must find the plugin's. */
    private static ControllerKrate inOwnLoader(EmbeddedSettings settings) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(EmbeddedEngines.class.getClassLoader());
        try {
            return ControllerKrate.open(
                    settings, new ControllerKrate.Neighbours(new SystemCredentials(), new NodeHost(settings.label())));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
