package ai.a5c.krate.review;

import java.util.Set;

/**
 * Who the actor of a request is to the organization.
 *
 * @param users the Users that the actor is
 * @param teams the Teams that these belong to
 * @param groups the groups that the actor was authenticated with
 */
public record ActorFact(Set<String> users, Set<String> teams, Set<String> groups) {

    /** A stranger. */
    public static final ActorFact STRANGER = new ActorFact(Set.of(), Set.of(), Set.of());

    public ActorFact {
        users = Set.copyOf(users);
        teams = Set.copyOf(teams);
        groups = Set.copyOf(groups);
    }
}
