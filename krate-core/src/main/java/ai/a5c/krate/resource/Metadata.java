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
        List<String> finalizers,
        List<ManagedFields> managedFields) {

    public Metadata {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        ownerReferences = List.copyOf(ownerReferences);
        finalizers = List.copyOf(finalizers);
        managedFields = List.copyOf(managedFields);
    }

    /** The metadata of a resource that has not been stored yet. */
    public static Metadata named(String namespace, String name, Map<String, String> labels) {
        return new Metadata(name, namespace, "", 0, "", null, null, labels, Map.of(), List.of(), List.of(), List.of());
    }

    /** The same resource with these annotations. */
    public Metadata annotated(Map<String, String> newAnnotations) {
        return new Metadata(
                name,
                namespace,
                uid,
                generation,
                resourceVersion,
                creationTimestamp,
                deletionTimestamp,
                labels,
                newAnnotations,
                ownerReferences,
                finalizers,
                managedFields);
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
                finalizers,
                managedFields);
    }

    /** The same resource at another version. */
    public Metadata at(String version) {
        return new Metadata(
                name,
                namespace,
                uid,
                generation,
                version,
                creationTimestamp,
                deletionTimestamp,
                labels,
                annotations,
                ownerReferences,
                finalizers,
                managedFields);
    }

    /** The same resource with other owners. */
    public Metadata ownedBy(List<OwnerReference> owners) {
        return new Metadata(
                name,
                namespace,
                uid,
                generation,
                resourceVersion,
                creationTimestamp,
                deletionTimestamp,
                labels,
                annotations,
                owners,
                finalizers,
                managedFields);
    }

    /** The same resource with other finalizers. */
    public Metadata finalizedBy(List<String> names) {
        return new Metadata(
                name,
                namespace,
                uid,
                generation,
                resourceVersion,
                creationTimestamp,
                deletionTimestamp,
                labels,
                annotations,
                ownerReferences,
                names,
                managedFields);
    }

    /** The same resource under another book of managers. */
    public Metadata managedBy(List<ManagedFields> book) {
        return new Metadata(
                name,
                namespace,
                uid,
                generation,
                resourceVersion,
                creationTimestamp,
                deletionTimestamp,
                labels,
                annotations,
                ownerReferences,
                finalizers,
                book);
    }

    /** The same resource, whose deletion was asked for at {@code time}. */
    public Metadata deletedAt(Instant time) {
        return new Metadata(
                name,
                namespace,
                uid,
                generation,
                resourceVersion,
                creationTimestamp,
                time,
                labels,
                annotations,
                ownerReferences,
                finalizers,
                managedFields);
    }

    /**
     * A resource that this one belongs to.
     *
     * @param controller whether it is the one that manages this resource
     * @param blockOwnerDeletion whether a foreground deletion of the owner waits for this resource
     */
    public record OwnerReference(
            String apiVersion, String kind, String name, String uid, boolean controller, boolean blockOwnerDeletion) {}

    /**
     * Which fields a manager wrote last, shaped as Kubernetes' {@code ManagedFieldsEntry}.
     *
     * @param operation {@code Apply} or {@code Update}
     * @param fieldsType {@code FieldsV1}
     * @param fieldsV1 the fields as nested {@code f:name} and {@code k:{...}} members
     * @param subresource {@code status}, or empty
     */
    public record ManagedFields(
            String manager,
            String operation,
            String apiVersion,
            @Nullable Instant time,
            String fieldsType,
            Map<String, Object> fieldsV1,
            String subresource) {}
}
