package ai.a5c.krate.server.command;

import ai.a5c.krate.Krate;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.gitea.GiteaSource;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.source.jenkins.JenkinsSource;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The resources of a directory as a server would have them, in the memory of this process.
 *
 * @param organization its slug
 * @param namespace where its resources are
 */
record Offline(Krate krate, String organization, String namespace) implements AutoCloseable {

    private static final String DEFAULT = "default";

    /**
     * The resources in {@code directory} and below.
     *
     * @param secrets a file that names keys of secrets
     * @param wanted the organization's slug, where the directory holds several, or none
     * @throws WrongInputException with every fault and its place
     */
    static Offline read(Path directory, Optional<Path> secrets, Optional<String> wanted) {
        Validation validation = new Validation();
        List<Manifest> manifests = new ArrayList<>();
        for (Path file : Manifest.files(directory, true)) {
            validation.add(file.toString(), Manifest.bytes(file));
        }
        if (validation.isEmpty()) {
            throw new WrongInputException(List.of("there is no document in " + directory));
        }
        if (!validation.isValid()) {
            throw new WrongInputException(validation.lines());
        }
        manifests.addAll(Manifest.sorted(validation.documents()));
        Map<String, String> places = organizations(manifests);
        String organization = organization(manifests, places, wanted);
        String namespace = places.getOrDefault(organization, organization);
        Offline offline = new Offline(
                krate(secrets.map(file -> secrets(file, namespace)).orElseGet(NamedKeys::none)),
                organization,
                namespace);
        offline.fill(manifests, places);
        return offline;
    }

    private static NamedKeys secrets(Path file, String namespace) {
        try {
            return NamedKeys.read(file, namespace);
        } catch (InvalidDocumentException e) {
            throw WrongInputException.of(file.toString(), e);
        }
    }

    private static Krate krate(NamedKeys keys) {
        return Krate.builder()
                .store(new InMemoryResourceStore(), new InMemoryBlobStore())
                .secrets(keys.secrets(), MacKey.of(new byte[32]))
                .configs(keys.configs())
                .repositories(new NoRepositories())
                .source(new GiteaSource())
                .source(new JenkinsSource())
                .predicates(new CelPredicates())
                .build();
    }

    /** Slugs and the namespaces of their organizations. */
    private static Map<String, String> organizations(List<Manifest> manifests) {
        Map<String, String> places = new LinkedHashMap<>();
        for (Manifest manifest : manifests) {
            if (manifest.kind().name().equals("Organization")) {
                places.put(
                        Output.at(manifest.document(), ".spec.slug"),
                        Output.at(manifest.document(), ".spec.namespaceName"));
            }
        }
        return places;
    }

    private static String organization(List<Manifest> manifests, Map<String, String> places, Optional<String> wanted) {
        if (wanted.isPresent()) {
            if (!places.isEmpty() && !places.containsKey(wanted.get())) {
                throw new WrongInputException(
                        List.of("there is no organization '%s' among the documents".formatted(wanted.get())));
            }
            return wanted.get();
        }
        if (places.size() > 1) {
            throw new WrongInputException(List.of("the documents are of several organizations (%s); name one with --org"
                    .formatted(String.join(", ", places.keySet()))));
        }
        if (places.size() == 1) {
            return places.keySet().iterator().next();
        }
        Set<String> named = new LinkedHashSet<>();
        manifests.forEach(manifest -> manifest.namespace().ifPresent(named::add));
        return named.size() == 1 ? named.iterator().next() : DEFAULT;
    }

    private void fill(List<Manifest> manifests, Map<String, String> places) {
        if (!places.containsKey(organization)) {
            organization(organization)
                    .forEach(document -> krate.resources().apply(document, ResourceDesk.INSTALLATION, Caller.SYSTEM));
        }
        List<String> faults = new ArrayList<>();
        for (Manifest manifest : manifests) {
            try {
                krate.resources().apply(manifest.document(), namespace, Caller.SYSTEM);
            } catch (InvalidDocumentException e) {
                e.faults()
                        .forEach(fault -> faults.add("%s (%s %s): %s: %s"
                                .formatted(
                                        manifest.place(),
                                        manifest.kind().name(),
                                        manifest.name(),
                                        fault.path(),
                                        fault.message())));
            } catch (RefusedException e) {
                faults.add("%s (%s %s): %s"
                        .formatted(manifest.place(), manifest.kind().name(), manifest.name(), e.getMessage()));
            }
        }
        if (!faults.isEmpty()) {
            throw new WrongInputException(faults);
        }
    }

    /** An organization that the documents do not describe, with its namespace of the same name. */
    private static List<Map<String, Object>> organization(String slug) {
        return List.of(
                document("Organization", slug, Map.of("slug", slug, "namespaceName", slug)),
                document("OrgNamespaceBinding", slug, Map.of("organizationRef", slug, "namespace", slug)));
    }

    private static Map<String, Object> document(String kind, String name, Map<String, Object> spec) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", KindRegistry.named(kind).orElseThrow().apiVersion());
        document.put("kind", kind);
        document.put("metadata", Map.of("name", name));
        document.put("spec", spec);
        return document;
    }

    @Override
    public void close() {
        krate.close();
    }
}
