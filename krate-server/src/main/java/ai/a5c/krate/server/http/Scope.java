package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.server.auth.Access;

/** A caller inside one organization that the caller may see. */
public record Scope(Access access, String organization, String namespace, Caller caller) {}
