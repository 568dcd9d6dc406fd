package ai.a5c.krate.engine;

import ai.a5c.krate.admission.Sharing;
import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.Reference;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Metadata.OwnerReference;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.validate.Faults;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds references and owners that lead nowhere; what is another organization's and not shared is nowhere, too. */
final class KnownReferences {

    private final Records records;
    private final Admitted place;
    private final Faults faults;

    KnownReferences(Records records, Admitted place, Faults faults) {
        this.records = records;
        this.place = place;
        this.faults = faults;
    }

    /** Notes the references in {@code next} that name nothing that may be referred to. */
    void check(Kind kind, Resource next) {
        Map<String, Object> document = ResourceCodec.write(next);
        for (Reference reference : kind.references()) {
            for (Fields.Place field : Fields.places(document, reference.path())) {
                if (!leads(reference.kind(), field.value())) {
                    faults.at(
                            "$." + field.path(),
                            "there is no %s '%s' in this organization".formatted(reference.kind(), field.value()));
                }
            }
        }
        if (next instanceof OrgNamespaceBinding binding) {
            bindsOnce(binding);
        }
    }

    private boolean leads(String kindName, String value) {
        Kind kind = KindRegistry.named(kindName).orElseThrow();
        if (kind.info().installation()) {
            return isThere(kind, ResourceDesk.INSTALLATION, value);
        }
        Optional<Sharing.Foreign> foreign = Sharing.Foreign.of(value);
        return foreign.isPresent()
                ? place.organization().isPresent()
                        && Sharings.admit(records, place.organization().get(), kindName, foreign.get())
                        && Sharings.namespace(records, foreign.get().organization()).stream()
                                .anyMatch(namespace ->
                                        isThere(kind, namespace, foreign.get().name()))
                : isThere(kind, place.namespace(), value);
    }

    /** What is being deleted is not there for those who want to refer to it from now on. */
    private boolean isThere(Kind kind, String namespace, String name) {
        return records.get(kind.type(), namespace, name).stream()
                .anyMatch(found -> found.metadata().deletionTimestamp() == null);
    }

    private void bindsOnce(OrgNamespaceBinding next) {
        Query all = Query.of("OrgNamespaceBinding", ResourceDesk.INSTALLATION);
        for (OrgNamespaceBinding other : records.list(OrgNamespaceBinding.class, all)) {
            if (other.key().equals(next.key())) {
                continue;
            }
            if (other.spec().namespace().equals(next.spec().namespace())) {
                faults.at("$.spec.namespace", "is bound already");
            }
            if (other.spec().organizationRef().equals(next.spec().organizationRef())) {
                faults.at("$.spec.organizationRef", "has a namespace already");
            }
        }
    }

    /** Notes the owners that {@code next} has and {@code before} had not, and that are not what they say. */
    void checkOwners(List<OwnerReference> before, Resource next) {
        List<OwnerReference> owners = next.metadata().ownerReferences();
        for (int i = 0; i < owners.size(); i++) {
            OwnerReference owner = owners.get(i);
            if (!before.contains(owner)
                    && (!isThere(owner) || owner.uid().equals(next.metadata().uid()))) {
                faults.at(
                        "$.metadata.ownerReferences[%d]".formatted(i),
                        "there is no %s '%s' with that uid in this organization that can own it"
                                .formatted(owner.kind(), owner.name()));
            }
        }
    }

    private boolean isThere(OwnerReference owner) {
        return KindRegistry.named(owner.kind())
                .filter(kind -> kind.apiVersion().equals(owner.apiVersion()))
                .flatMap(kind -> records.get(kind.type(), place.namespace(), owner.name())
                        .map(Resource.class::cast))
                .filter(found -> found.metadata().uid().equals(owner.uid()))
                .isPresent();
    }
}
