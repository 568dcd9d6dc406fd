package ai.a5c.krate.engine;

import ai.a5c.krate.admission.Sharing;
import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.kind.core.OrgSharingPolicy;
import ai.a5c.krate.store.Query;
import java.util.Optional;

/** Reads what organizations share with each other. */
final class Sharings {

    private Sharings() {}

    /** Whether {@code organization} may refer to that resource of another one now. */
    static boolean admit(Records records, String organization, String kind, Sharing.Foreign named) {
        Query policies = Query.of("OrgSharingPolicy", ResourceDesk.INSTALLATION)
                .whereField("spec.sourceOrg", named.organization())
                .whereField("spec.targetOrg", organization);
        return records.list(OrgSharingPolicy.class, policies).stream()
                .filter(policy -> policy.metadata().deletionTimestamp() == null)
                .anyMatch(policy -> sharing(policy.spec()).admits(organization, kind, named, records.now()));
    }

    private static Sharing sharing(OrgSharingPolicy.Spec spec) {
        return new Sharing(
                spec.sourceOrg(),
                spec.targetOrg(),
                spec.allowedRefs().stream()
                        .map(refs -> new Sharing.Shared(refs.kind(), refs.names()))
                        .toList(),
                spec.expiresAt());
    }

    /** Where the resources of {@code organization} live. */
    static Optional<String> namespace(Records records, String organization) {
        Query bindings = Query.of("OrgNamespaceBinding", ResourceDesk.INSTALLATION)
                .whereField("spec.organizationRef", organization);
        return records.list(OrgNamespaceBinding.class, bindings).stream()
                .map(binding -> binding.spec().namespace())
                .findFirst();
    }
}
