package ai.a5c.krate.server.console;

import ai.a5c.krate.server.auth.Session;
import ai.a5c.krate.server.http.Scope;

/** A person with a session, inside an organization. */
record Visit(Session session, Scope scope) {}
