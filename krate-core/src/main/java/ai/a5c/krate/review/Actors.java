package ai.a5c.krate.review;

import ai.a5c.krate.kind.identity.IdentityMapping;
import ai.a5c.krate.kind.identity.Team;
import ai.a5c.krate.kind.identity.User;
import ai.a5c.krate.resource.Resource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who accounts elsewhere are to an organization, and which teams they are in. */
final class Actors {

    static final Actors NONE = new Actors(Map.of(), Map.of(), Set.of());

    private final Map<Outside, Set<String>> users;
    private final Map<String, Set<String>> teams;
    private final Set<String> known;

    private Actors(Map<Outside, Set<String>> users, Map<String, Set<String>> teams, Set<String> known) {
        this.users = users;
        this.teams = teams;
        this.known = known;
    }

    static boolean concerns(Resource resource) {
        return resource instanceof User || resource instanceof Team || resource instanceof IdentityMapping;
    }

    static Actors of(Collection<Resource> resources) {
        Map<Outside, Set<String>> users = new HashMap<>();
        Map<String, Set<String>> teams = new HashMap<>();
        Set<String> known = new HashSet<>();
        for (Resource resource : resources) {
            String name = resource.metadata().name();
            if (resource.metadata().deletionTimestamp() != null) {
                continue;
            }
            if (resource instanceof User) {
                known.add(name);
            } else if (resource instanceof IdentityMapping mapping) {
                Outside outside =
                        new Outside(mapping.spec().provider(), mapping.spec().subject());
                users.computeIfAbsent(outside, any -> new TreeSet<>())
                        .add(mapping.spec().user());
            } else if (resource instanceof Team team) {
                team.spec()
                        .members()
                        .forEach(member -> teams.computeIfAbsent(member, any -> new TreeSet<>())
                                .add(name));
            }
        }
        return new Actors(users, teams, known);
    }

    /** Who {@code login} at {@code provider} is; with no provider the name of a User. */
    ActorFact actor(String provider, String login) {
        Set<String> names = new TreeSet<>(
                provider.isEmpty() ? Set.of(login) : users.getOrDefault(new Outside(provider, login), Set.of()));
        names.retainAll(known);
        Set<String> member = new TreeSet<>();
        names.forEach(name -> member.addAll(teams.getOrDefault(name, Set.of())));
        return new ActorFact(names, member, Set.of());
    }

    private record Outside(String provider, String login) {}
}
