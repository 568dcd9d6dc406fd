package ai.a5c.krate.server.command;

import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.Reference;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.trigger.PredicateCompiler;
import ai.a5c.krate.trigger.RuleCheck;
import ai.a5c.krate.validate.Faults.Fault;
import ai.a5c.krate.validate.InvalidDocumentException;
import ai.a5c.krate.workspace.PolicyCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what is wrong with the documents of some files. */
final class Validation {

    private static final PredicateCompiler PREDICATES = new CelPredicates();

    private final List<Manifest> documents = new ArrayList<>();
    private final Map<Manifest, Resource> resources = new LinkedHashMap<>();
    private final List<Found> found = new ArrayList<>();

    /**
     * A fault and where it is.
     *
     * @param document the document's number in its file, from 1; 0 for the file itself
     * @param kind of the document, as far as it says
     * @param name as {@code namespace/name}, as far as the document says
     */
    private record Found(String source, int document, String kind, String name, Fault fault) {

        String line() {
            String who = (kind + " " + name).strip();
            String place = document == 0 ? "" : ": document %d (%s)".formatted(document, who.isEmpty() ? "?" : who);
            return "%s%s: %s: %s".formatted(source, place, fault.path(), fault.message());
        }

        Map<String, Object> toTree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("source", source);
            if (document > 0) {
                tree.put("document", document);
                tree.put("kind", kind);
                tree.put("name", name);
            }
            tree.put("path", fault.path());
            tree.put("message", fault.message());
            return tree;
        }
    }

    void add(String source, byte[] bytes) {
        try {
            int number = 1;
            for (Map<String, Object> document : Documents.read(bytes)) {
                Manifest manifest = new Manifest(source, number++, document);
                documents.add(manifest);
                check(manifest);
            }
        } catch (InvalidDocumentException e) {
            e.faults().forEach(fault -> found.add(new Found(source, 0, "", "", fault)));
        }
    }

    private void check(Manifest manifest) {
        try {
            Resource resource = ResourceCodec.parse(manifest.document(), "");
            resources.put(manifest, resource);
            if (resource instanceof AgentTriggerRule rule) {
                RuleCheck.faults(rule, PREDICATES).forEach(fault -> note(manifest, fault));
            }
            if (resource instanceof AgentWorkspacePolicy policy) {
                PolicyCheck.faults(policy).forEach(fault -> note(manifest, fault));
            }
        } catch (InvalidDocumentException e) {
            e.faults().forEach(fault -> note(manifest, fault));
        }
    }

    private void note(Manifest manifest, Fault fault) {
        String name = manifest.namespace().map(namespace -> namespace + "/").orElse("")
                + Output.at(manifest.document(), ".metadata.name");
        found.add(
                new Found(manifest.source(), manifest.number(), Output.at(manifest.document(), ".kind"), name, fault));
    }

    /** Notes each reference to a resource that no document of the same namespace describes. */
    void checkReferences() {
        resources.forEach((manifest, resource) -> {
            for (Reference reference : KindRegistry.of(resource.getClass()).references()) {
                for (Fields.Place place : Fields.places(ResourceCodec.write(resource), reference.path())) {
                    if (!isGiven(reference.kind(), place.value(), resource)) {
                        String message = "there is no %s '%s' among the documents";
                        note(
                                manifest,
                                new Fault("$." + place.path(), message.formatted(reference.kind(), place.value())));
                    }
                }
            }
        });
    }

    private boolean isGiven(String kind, String name, Resource from) {
        boolean installation =
                KindRegistry.named(kind).stream().anyMatch(known -> known.info().installation());
        return resources.values().stream()
                .filter(given -> KindRegistry.of(given.getClass()).name().equals(kind))
                .map(Resource::metadata)
                .anyMatch(given -> given.name().equals(name)
                        && (installation
                                || given.namespace().equals(from.metadata().namespace())));
    }

    List<Manifest> documents() {
        return List.copyOf(documents);
    }

    boolean isEmpty() {
        return documents.isEmpty() && found.isEmpty();
    }

    boolean isValid() {
        return found.isEmpty();
    }

    List<String> lines() {
        if (!isValid()) {
            return found.stream().map(Found::line).toList();
        }
        return List.of(documents.size() == 1 ? "1 document is valid" : documents.size() + " documents are valid");
    }

    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("valid", isValid());
        tree.put("documents", documents.size());
        tree.put("faults", found.stream().map(Found::toTree).toList());
        return tree;
    }
}
