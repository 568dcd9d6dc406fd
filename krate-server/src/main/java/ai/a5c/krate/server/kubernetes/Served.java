package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.KindInfo.Writer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One resource that the Kubernetes face serves.
 *
 * @param apiVersion group and version, {@code v1} for the core group
 * @param statusVerbs what its {@code status} subresource can do; none if it has no such
 */
record Served(
        String apiVersion,
        String plural,
        String kind,
        boolean namespaced,
        Set<Verb> verbs,
        List<String> shortNames,
        List<String> categories,
        Set<Verb> statusVerbs) {

    static final String AUTHORIZATION = "authorization.k8s.io/v1";
    static final String AUTHENTICATION = "authentication.k8s.io/v1";

    private static final Set<Verb> READ = Set.copyOf(EnumSet.of(Verb.GET, Verb.LIST, Verb.WATCH));
    private static final Set<Verb> STATUS = Set.copyOf(EnumSet.of(Verb.GET, Verb.UPDATE, Verb.PATCH));

    /** Everything, by API version. */
    static List<Served> all() {
        return Stream.concat(
                        KindRegistry.all().stream().map(Served::of),
                        Stream.of(
                                fixed("v1", "namespaces", "Namespace", Set.of(Verb.GET, Verb.LIST)),
                                fixed(
                                        AUTHORIZATION,
                                        "selfsubjectaccessreviews",
                                        "SelfSubjectAccessReview",
                                        Set.of(Verb.CREATE)),
                                fixed(
                                        AUTHORIZATION,
                                        "selfsubjectrulesreviews",
                                        "SelfSubjectRulesReview",
                                        Set.of(Verb.CREATE)),
                                fixed(AUTHENTICATION, "selfsubjectreviews", "SelfSubjectReview", Set.of(Verb.CREATE))))
                .toList();
    }

    private static Served of(Kind kind) {
        return new Served(
                kind.apiVersion(),
                kind.info().plural(),
                kind.name(),
                true,
                verbs(kind, ""),
                kind.shortNames(),
                List.of("krate"),
                verbs(kind, "status"));
    }

    private static Served fixed(String apiVersion, String plural, String kind, Set<Verb> verbs) {
        List<String> shortNames = plural.equals("namespaces") ? List.of("ns") : List.of();
        return new Served(apiVersion, plural, kind, false, verbs, shortNames, List.of(), Set.of());
    }

    /** What can be done with resources of {@code kind} or with that subresource of them. */
    static Set<Verb> verbs(Kind kind, String subresource) {
        boolean people = kind.info().writer() == Writer.PEOPLE;
        return switch (subresource) {
            case "" -> people ? EnumSet.allOf(Verb.class) : READ;
            case "status" -> people ? STATUS : Set.of(Verb.GET);
            default -> Set.of();
        };
    }

    static String whyNot(Kind kind, Verb verb) {
        return kind.info().writer() == Writer.KRATE && verb.writes()
                ? "%s is written by Krate itself; use the action that makes one".formatted(kind.name())
                : "the server does not allow this method on the requested resource";
    }

    /** The kind under that plural; documents of execution kinds may also be sent to the group of the others. */
    static Optional<Kind> kind(Address address, Verb verb) {
        return KindRegistry.all().stream()
                .filter(kind -> kind.info().plural().equals(address.plural()))
                .filter(kind -> kind.apiVersion().equals(address.apiVersion())
                        || (verb.writes() && address.apiVersion().equals("krate.a5c.ai/v1alpha1")))
                .findFirst();
    }

    String group() {
        return apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
    }

    String version() {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    List<String> verbWords() {
        return words(verbs);
    }

    static List<String> words(Set<Verb> verbs) {
        return verbs.stream().map(Verb::word).sorted().toList();
    }
}
