package ai.a5c.krate.server.auth;

import ai.a5c.krate.engine.Caller;
import java.util.Set;

/**
 * What an authenticated token may do.
 *
 * @param id the token's id, which is no secret
 * @param name what people called the token
 * @param write whether anything may be changed
 * @param scopes what alone it may do; empty for whatever the rest says
 */
public record Access(
        String id,
        String name,
        boolean administrator,
        Set<String> organizations,
        boolean write,
        Set<TokenScope> scopes) {

    public Access {
        organizations = Set.copyOf(organizations);
        scopes = Set.copyOf(scopes);
    }

    /** Whether it is for a few things alone. */
    public boolean isNarrow() {
        return !scopes.isEmpty();
    }

    /** Whether it may do {@code one}; one that is not narrow may, but speak for others only if that was said. */
    public boolean may(TokenScope one) {
        return scopes.contains(one) || (!isNarrow() && one != TokenScope.JENKINS_USERS);
    }

    /** Whether approvals may be answered with it, in its own name or in others'. */
    public boolean mayDecide() {
        return write || scopes.contains(TokenScope.APPROVALS_DECIDE) || scopes.contains(TokenScope.JENKINS_USERS);
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
