package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.store.Query;

/** Which organization a namespace belongs to. */
final class Places {

    private Places() {}

    /** The organization's name; that of the namespace if it is bound to none. */
    static String organization(Desk desk, String namespace) {
        return desk.list(OrgNamespaceBinding.class, Query.of("OrgNamespaceBinding", ResourceDesk.INSTALLATION)).stream()
                .filter(binding -> binding.spec().namespace().equals(namespace))
                .map(binding -> binding.spec().organizationRef())
                .findFirst()
                .orElse(namespace);
    }
}
