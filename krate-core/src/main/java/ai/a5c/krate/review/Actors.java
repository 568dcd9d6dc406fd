package ai.a5c.krate.review;

import ai.a5c.krate.kind.identity.IdentityMapping;
import ai.a5c.krate.kind.identity.Team;
import ai.a5c.krate.kind.identity.User;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.review.Mappings.Outside;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who accounts elsewhere are to an organization, and which teams they are in. */
final class Actors {

    static final Actors NONE = new Actors(Mappings.of(List.of()), Map.of(), Set.of());

    private final Mappings users;
    private final Map<String, Set<String>> teams;
    private final Set<String> known;

    private Actors(Mappings users, Map<String, Set<String>> teams, Set<String> known) {
        this.users = users;
        this.teams = teams;
        this.known = known;
    }

    static boolean concerns(Resource resource) {
        return resource instanceof User || resource instanceof Team || resource instanceof IdentityMapping;
    }

    static Actors of(Collection<Resource> resources) {
        List<IdentityMapping> mappings = new ArrayList<>();
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
                mappings.add(mapping);
            } else if (resource instanceof Team team) {
                team.spec()
                        .members()
                        .forEach(member -> teams.computeIfAbsent(member, any -> new TreeSet<>())
                                .add(name));
            }
        }
        return new Actors(Mappings.of(mappings), teams, known);
    }

    /** Who {@code account} is; with no provider its name is that of a User. */
    ActorFact actor(Outside account) {
        Set<String> names =
                new TreeSet<>(account.provider().isEmpty() ? Set.of(account.login()) : users.users(account));
        names.retainAll(known);
        Set<String> member = new TreeSet<>();
        names.forEach(name -> member.addAll(teams.getOrDefault(name, Set.of())));
        return new ActorFact(names, member, Set.of());
    }
}
