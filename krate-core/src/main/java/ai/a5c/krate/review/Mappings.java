package ai.a5c.krate.review;

import ai.a5c.krate.kind.identity.IdentityMapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which users accounts elsewhere are: by the account's id where it is known, for names can be taken by others; by its name
 * only where nothing knows an id.
 *
 * <p>A mapping names an id as {@code id:7}. Where one does, names say nothing more of that account, nor of any account of its
 * user at that provider.
 */
public final class Mappings {

    private static final String BY_ID = "id:";

    private final Map<Subject, List<IdentityMapping.Spec>> bySubject = new HashMap<>();
    private final Map<Subject, List<IdentityMapping.Spec>> withId = new HashMap<>();

    private Mappings() {}

    /** What {@code mappings} say, but for those that are being deleted. */
    public static Mappings of(Collection<IdentityMapping> mappings) {
        Mappings made = new Mappings();
        mappings.stream()
                .filter(mapping -> mapping.metadata().deletionTimestamp() == null)
                .map(IdentityMapping::spec)
                .forEach(made::add);
        return made;
    }

    private void add(IdentityMapping.Spec spec) {
        bySubject
                .computeIfAbsent(new Subject(spec.provider(), spec.subject()), any -> new ArrayList<>())
                .add(spec);
        if (spec.subject().startsWith(BY_ID)) {
            withId.computeIfAbsent(new Subject(spec.provider(), spec.user()), any -> new ArrayList<>())
                    .add(spec);
        }
    }

    /** The names of the users that {@code account} is; one is as it should be. */
    public Set<String> users(Outside account) {
        Set<String> byId = account.id().isEmpty() ? Set.of() : users(account, BY_ID + account.id());
        if (!byId.isEmpty() || account.login().startsWith(BY_ID)) {
            return byId;
        }
        Set<String> byName = new HashSet<>(users(account, account.login()));
        if (!account.id().isEmpty()) {
            byName.removeIf(user -> of(withId, account, user).findAny().isPresent());
        }
        return byName;
    }

    private Set<String> users(Outside account, String subject) {
        Set<String> users = new TreeSet<>();
        of(bySubject, account, subject).map(IdentityMapping.Spec::user).forEach(users::add);
        return users;
    }

    private static Stream<IdentityMapping.Spec> of(
            Map<Subject, List<IdentityMapping.Spec>> specs, Outside account, String name) {
        return specs.getOrDefault(new Subject(account.provider(), name), List.of()).stream()
                .filter(spec -> spec.issuer().isEmpty()
                        || account.issuer().isEmpty()
                        || bare(spec.issuer()).equals(bare(account.issuer())));
    }

    private static String bare(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * An account elsewhere.
     *
     * @param provider as mappings name it, such as {@code gitea}
     * @param issuer the address of the provider; empty if it is not known
     * @param login what it is called
     * @param id its id there, which no other account ever gets; empty if it is not known
     */
    public record Outside(String provider, String issuer, String login, String id) {}

    private record Subject(String provider, String name) {}
}
