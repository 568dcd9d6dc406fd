package ai.a5c.krate.server.http;

import io.javalin.config.RoutesConfig;

/** A group of addresses that one class answers. */
@FunctionalInterface
public interface Routes {

    /** Adds its addresses. */
    void addTo(RoutesConfig routes);
}
