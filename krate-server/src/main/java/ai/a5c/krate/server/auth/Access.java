package ai.a5c.krate.server.auth;

import ai.a5c.krate.engine.Caller;
import java.util.Set;

/**
 * What an authenticated token may do.
 *
 * @param id the token's id, which is no secret
 * @param name what people called the token
 * @param write whether anything may be changed
 */
public record Access(String id, String name, boolean administrator, Set<String> organizations, boolean write) {

    public Access {
        organizations = Set.copyOf(organizations);
    }

    /** Whether it reaches {@code organization}. */
    public boolean mayIn(String organization) {
        return administrator || organizations.contains(organization);
    }

    /** The same as the engine knows it. */
    public Caller caller(Caller.Road road) {
        return new Caller(name, road, administrator, organizations).under(id);
    }
}
