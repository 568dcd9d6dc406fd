package ai.a5c.krate.resource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every resource says about itself, shaped as Kubernetes' {@code ObjectMeta}.
 *
 * @param name DNS-1123 subdomain, at most 253 characters
 * @param namespace the organization's namespace
 * @param uid never reused; empty until stored
 * @param generation grows by one whenever {@code spec} changes; 0 until stored
 * @param resourceVersion opaque, grows over the whole store; empty until stored
 * @param creationTimestamp when it was first stored, or null
 * @param deletionTimestamp when deletion was asked for, or null
 */
public record Metadata(
        String name,
        String namespace,
        String uid,
        long generation,
        String resourceVersion,
        @Nullable Instant creationTimestamp,
        @Nullable Instant deletionTimestamp,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<OwnerReference> ownerReferences,
        List<String> finalizers) {

    public Metadata {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        ownerReferences = List.copyOf(ownerReferences);
        finalizers = List.copyOf(finalizers);
    }

    /** The metadata of a resource that has not been stored yet. */
    public static Metadata named(String namespace, String name, Map<String, String> labels) {
        return new Metadata(name, namespace, "", 0, "", null, null, labels, Map.of(), List.of(), List.of());
    }

    /** The same resource with other labels. */
    public Metadata withLabels(Map<String, String> newLabels) {
        return new Metadata(
                name,
                namespace,
                uid,
                generation,
                resourceVersion,
                creationTimestamp,
                deletionTimestamp,
                newLabels,
                annotations,
                ownerReferences,
                finalizers);
    }

    /** A resource that this one belongs to. */
    public record OwnerReference(String apiVersion, String kind, String name, String uid) {}
}
