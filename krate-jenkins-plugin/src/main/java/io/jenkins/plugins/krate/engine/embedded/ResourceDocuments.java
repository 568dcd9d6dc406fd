package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Brings a set of documents into an engine, all of them or none: they are tried on a copy of what is there first. */
final class ResourceDocuments {

    /** The subscription by which the controller reports to its own engine, unless the documents have one. */
    static final String SUBSCRIPTION = "jenkins";

    /** Nobody calls it from outside, so its secret, which there need not be, signs nothing. */
    private static final Map<String, Object> SPEC = Map.of(
            "forge",
            SUBSCRIPTION,
            "events",
            List.of("*"),
            "signing",
            Map.of("current", Map.of("name", "no-calls-from-outside", "key", "value")));

    private final EmbeddedSettings settings;
    private final List<ResourceDocument> documents;
    private final List<String> faults;

    private ResourceDocuments(EmbeddedSettings settings, List<ResourceDocument> documents, List<String> faults) {
        this.settings = settings;
        this.documents = documents;
        this.faults = faults;
    }

    /** The documents that {@code settings} name, as they are now. */
    static ResourceDocuments read(EmbeddedSettings settings) {
        List<String> faults = new ArrayList<>();
        List<ResourceDocument> documents =
                new ArrayList<>(ResourceDocument.read(settings.folder(), settings.documents(), faults));
        List<String> order = KindRegistry.all().stream().map(Kind::name).toList();
        documents.sort(Comparator.comparingInt(document -> order.indexOf(document.kind())));
        return new ResourceDocuments(settings, documents, faults);
    }

    /** The namespace of the organization that they describe, or of the one that is made for them. */
    String namespace() {
        return documents.stream()
                .filter(document -> document.kind().equals("Organization"))
                .map(document -> document.spec("namespaceName"))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(settings.organization());
    }

    /** Whether the other set says the same, in the same places. */
    boolean isSame(ResourceDocuments other) {
        return documents.equals(other.documents) && faults.equals(other.faults);
    }

    /**
     * Stores them all.
     *
     * @param empty makes an engine that keeps what it is given in memory only
     * @return why not one of them was stored, each with its place; empty if all were
     */
    List<String> applyTo(Krate krate, Supplier<Krate> empty) {
        List<String> found = new ArrayList<>(faults);
        if (documents.stream()
                        .filter(document -> document.kind().equals("Organization"))
                        .count()
                > 1) {
            found.add("the documents describe several organizations; an engine in a controller has one");
        }
        if (found.isEmpty()) {
            try (Krate copy = copy(krate, empty.get())) {
                found.addAll(store(copy));
            }
        }
        return found.isEmpty() ? store(krate) : List.copyOf(found);
    }

    private List<String> store(Krate krate) {
        List<String> found = new ArrayList<>();
        for (ResourceDocument document : whole()) {
            try {
                krate.resources().apply(document.content(), namespace(), Caller.SYSTEM);
            } catch (InvalidDocumentException e) {
                e.faults()
                        .forEach(fault ->
                                found.add("%s: %s: %s".formatted(document.place(), fault.path(), fault.message())));
            } catch (RefusedException e) {
                found.add("%s: %s".formatted(document.place(), e.getMessage()));
            }
        }
        return found;
    }

    /** The documents with what every engine of a controller has. */
    private List<ResourceDocument> whole() {
        List<ResourceDocument> whole = new ArrayList<>();
        if (documents.stream().noneMatch(document -> document.kind().equals("Organization"))) {
            String name = settings.organization();
            whole.add(made("Organization", name, Map.of("slug", name, "namespaceName", name)));
            whole.add(made("OrgNamespaceBinding", name, Map.of("organizationRef", name, "namespace", name)));
        }
        whole.addAll(documents);
        boolean reports = documents.stream()
                .anyMatch(document -> document.kind().equals("WebhookSubscription")
                        && document.spec("forge").equals(SUBSCRIPTION));
        if (!reports) {
            whole.add(made("WebhookSubscription", SUBSCRIPTION, SPEC));
        }
        return whole;
    }

    private static ResourceDocument made(String kind, String name, Map<String, Object> spec) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", KindRegistry.named(kind).orElseThrow().apiVersion());
        document.put("kind", kind);
        document.put("metadata", Map.of("name", name));
        document.put("spec", spec);
        return new ResourceDocument("the " + kind + " of this controller", document);
    }

    /** What is configured now, in memory; what could not be stored anew is left out. */
    private Krate copy(Krate krate, Krate copy) {
        for (Kind kind : KindRegistry.all()) {
            if (kind.info().storage() == KindInfo.Storage.CONFIG) {
                String namespace = kind.info().installation() ? ResourceDesk.INSTALLATION : namespace();
                configured(krate, kind, namespace).forEach(document -> copyOne(copy, document));
            }
        }
        return copy;
    }

    private static List<Map<String, Object>> configured(Krate krate, Kind kind, String namespace) {
        List<Map<String, Object>> found = new ArrayList<>();
        String after = "";
        do {
            ResourceList page =
                    krate.resources().list(Query.of(kind.name(), namespace).after(after));
            for (Resource resource : page.items()) {
                found.add(plain(ResourceCodec.write(resource)));
            }
            after = page.next();
        } while (!after.isEmpty());
        return found;
    }

    /** Without what only the store it comes from can say. */
    private static Map<String, Object> plain(Map<String, Object> document) {
        Map<String, Object> plain = new LinkedHashMap<>(document);
        plain.remove("status");
        if (document.get("metadata") instanceof Map<?, ?> metadata) {
            Map<String, Object> kept = new LinkedHashMap<>();
            for (String name : List.of("name", "namespace", "labels", "annotations")) {
                if (metadata.get(name) != null) {
                    kept.put(name, metadata.get(name));
                }
            }
            plain.put("metadata", kept);
        }
        return plain;
    }

    private void copyOne(Krate copy, Map<String, Object> document) {
        try {
            copy.resources().apply(document, namespace(), Caller.SYSTEM);
        } catch (InvalidDocumentException | RefusedException e) {
            // the documents are judged without it, which can only find more faults
        }
    }
}
