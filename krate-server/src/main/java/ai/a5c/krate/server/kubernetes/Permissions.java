package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.store.Query;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a token may do in the Kubernetes face: the one decision behind its addresses and its access reviews. */
final class Permissions {

    private final ResourceDesk desk;

    Permissions(ResourceDesk desk) {
        this.desk = desk;
    }

    /**
     * Where the request may be answered from.
     *
     * @throws Refusal 405, 403, or 404 for a namespace that is missing or somebody else's
     */
    Reach admit(Access access, Verb verb, Kind kind, Address address) {
        Subject subject = Subject.of(kind, address.name());
        if (!Served.verbs(kind, address.subresource()).contains(verb)) {
            throw Status.notAllowed(subject, Served.whyNot(kind, verb)).refusal();
        }
        if (verb.writes() && !access.write()) {
            throw Status.forbidden(subject, "the token may only read; ask an administrator for one that may write")
                    .refusal();
        }
        if (verb.writes() && kind.info().installation() && !access.administrator()) {
            throw Status.forbidden(subject, "only an administrator may change what organizations there are")
                    .refusal();
        }
        if (address.namespace().isEmpty() && (verb.writes() || !address.name().isEmpty())) {
            throw Status.badRequest("name the namespace: /apis/%s/namespaces/NAMESPACE/%s"
                            .formatted(kind.apiVersion(), kind.info().plural()))
                    .refusal();
        }
        return reach(access, address.namespace())
                .orElseThrow(() -> Status.notFound(
                                address.name().isEmpty() ? Subject.namespace(address.namespace()) : subject)
                        .refusal());
    }

    /** The namespaces that {@code asked} (all when empty) opens to the token; none if it is not open to it. */
    Optional<Reach> reach(Access access, String asked) {
        if (asked.isEmpty()) {
            return Optional.of(access.administrator() ? Reach.ALL : Reach.of(own(access)));
        }
        boolean open = access.administrator() ? exists(asked) : own(access).contains(asked);
        return open ? Optional.of(Reach.of(new TreeSet<>(Set.of(asked)))) : Optional.empty();
    }

    /** Every namespace that the token can see. */
    SortedSet<String> namespaces(Access access) {
        if (!access.administrator()) {
            return own(access);
        }
        SortedSet<String> all = desk.list(Query.all("Organization")).items().stream()
                .map(Organization.class::cast)
                .map(organization -> organization.spec().namespaceName())
                .collect(Collectors.toCollection(TreeSet::new));
        all.add(ResourceDesk.INSTALLATION);
        return all;
    }

    private SortedSet<String> own(Access access) {
        return access.organizations().stream()
                .flatMap(slug -> desk.namespaceOf(slug).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean exists(String namespace) {
        Query bindings =
                Query.of("OrgNamespaceBinding", ResourceDesk.INSTALLATION).whereField("spec.namespace", namespace);
        return namespace.equals(ResourceDesk.INSTALLATION)
                || desk.list(bindings).items().stream().anyMatch(found -> binds(found, namespace));
    }

    private static boolean binds(Resource found, String namespace) {
        return found instanceof OrgNamespaceBinding binding
                && binding.spec().namespace().equals(namespace);
    }
}
