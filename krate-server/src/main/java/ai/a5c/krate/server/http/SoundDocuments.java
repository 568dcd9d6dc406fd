package ai.a5c.krate.server.http;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Documents that were all checked before any of them is applied. */
final class SoundDocuments {

    private SoundDocuments() {}

    /**
     * The documents in the order in which they can be applied: those that others refer to first.
     *
     * @throws InvalidDocumentException with every fault of every document
     */
    static List<Map<String, Object>> of(List<Map<String, Object>> documents, String namespace, Access access) {
        Faults faults = new Faults();
        for (int i = 0; i < documents.size(); i++) {
            check(documents.get(i), documents.size() == 1 ? "$" : "$[%d]".formatted(i), namespace, access, faults);
        }
        faults.throwIfAny();
        List<String> order = KindRegistry.all().stream().map(Kind::name).toList();
        List<Map<String, Object>> sorted = new ArrayList<>(documents);
        sorted.sort(Comparator.comparingInt(document -> order.indexOf(String.valueOf(document.get("kind")))));
        return sorted;
    }

    private static void check(
            Map<String, Object> document, String path, String namespace, Access access, Faults faults) {
        try {
            Resource resource = ResourceCodec.parse(document, namespace);
            boolean installation = KindRegistry.of(resource.getClass()).info().installation();
            if (installation && !access.administrator()) {
                throw new ApiException(
                        ErrorCode.POLICY_DENIED, "only an administrator may change what organizations there are");
            }
            if (!installation && !resource.metadata().namespace().equals(namespace)) {
                faults.at(path + ".metadata.namespace", "expected '%s', the organization's own".formatted(namespace));
            }
        } catch (InvalidDocumentException e) {
            e.faults().forEach(fault -> faults.at(path + fault.path().substring(1), fault.message()));
        }
    }
}
