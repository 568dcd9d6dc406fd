package ai.a5c.krate.render;

import static ai.a5c.krate.render.ApiSchemas.described;

import java.util.List;

/** The types that Krate shares with Kubernetes, as far as Krate knows them. */
final class MetaSchemas {

    private MetaSchemas() {}

    static Node objectMeta(Node owner, Node managed) {
        Node members = new Node();
        given(members);
        stored(members);
        tracked(members, owner, managed);
        return object("What every resource says about itself.").with("properties", members);
    }

    private static void given(Node members) {
        Node texts = Node.typed("string");
        members.with("name", text("Unique for the kind in the namespace: lower case letters, digits, '-' and '.'."))
                .with("namespace", text("The organization's namespace; follows from the request when absent."))
                .with(
                        "labels",
                        described("object", "Short texts that lists and watches filter by.")
                                .with("additionalProperties", texts))
                .with(
                        "annotations",
                        described("object", "Further texts for people and programs.")
                                .with("additionalProperties", texts));
    }

    private static void stored(Node members) {
        members.with("uid", text("Never used again for another resource. Set by the server."))
                .with("resourceVersion", text("Opaque; a write that names another than the current one fails."))
                .with("generation", integer("Grows by one whenever spec changes. Set by the server."))
                .with("creationTimestamp", time("When it was made. Set by the server."))
                .with("deletionTimestamp", time("When its deletion was asked for. Set by the server."));
    }

    private static void tracked(Node members, Node owner, Node managed) {
        members.with(
                        "finalizers",
                        described("array", "Who must agree before it is gone.")
                                .with("items", Node.typed("string"))
                                .with("x-kubernetes-list-type", "set"))
                .with(
                        "ownerReferences",
                        described("array", "The resources that it belongs to.")
                                .with("items", owner)
                                .with("x-kubernetes-list-type", "map")
                                .with("x-kubernetes-list-map-keys", List.of("uid")))
                .with(
                        "managedFields",
                        described("array", "Which manager wrote which fields. Set by the server.")
                                .with("items", managed)
                                .with("x-kubernetes-list-type", "atomic"));
    }

    static Node ownerReference() {
        return object("A resource that another one belongs to.")
                .with(
                        "properties",
                        new Node()
                                .with("apiVersion", text("The owner's group and version."))
                                .with("kind", text("The owner's kind."))
                                .with("name", text("The owner's name."))
                                .with("uid", text("The owner's uid."))
                                .with("controller", flag("Whether it is the one that manages this resource."))
                                .with(
                                        "blockOwnerDeletion",
                                        flag("Whether a foreground deletion of the owner waits for this resource.")))
                .with("required", List.of("apiVersion", "kind", "name", "uid"));
    }

    static Node managedFields() {
        return object("The fields that one manager wrote.")
                .with(
                        "properties",
                        new Node()
                                .with("manager", text("Who wrote them."))
                                .with("operation", text("Apply or Update."))
                                .with("apiVersion", text("The version that they were written in."))
                                .with("time", time("When they were last written."))
                                .with("fieldsType", text("FieldsV1."))
                                .with(
                                        "fieldsV1",
                                        described("object", "The fields, as nested f:name and k:{...} members.")
                                                .with("x-kubernetes-preserve-unknown-fields", true))
                                .with("subresource", text("The subresource that they were written by.")));
    }

    static Node listMeta() {
        return object("Where a list stands.")
                .with(
                        "properties",
                        new Node()
                                .with("continue", text("What to ask for the next page with; absent on the last one."))
                                .with("remainingItemCount", integer("How many follow."))
                                .with("resourceVersion", text("The version that a watch can start behind.")));
    }

    static Node status() {
        return object("What came of a request.")
                .with(
                        "properties",
                        new Node()
                                .with("apiVersion", text(Envelope.API_VERSION))
                                .with("kind", text(Envelope.KIND))
                                .with("metadata", described("object", "Empty."))
                                .with("status", text("Success or Failure."))
                                .with("message", text("What happened, for people."))
                                .with("reason", text("What happened, for programs."))
                                .with(
                                        "details",
                                        described("object", "Which resource, and each cause with its field.")
                                                .with("x-kubernetes-preserve-unknown-fields", true))
                                .with("code", integer("The HTTP status.")))
                .with(
                        "x-kubernetes-group-version-kind",
                        List.of(Node.of("group", "")
                                .exactly("group", "")
                                .with("kind", "Status")
                                .with("version", "v1")
                                .map()));
    }

    static Node deleteOptions() {
        Node preconditions = new Node()
                .with("uid", text("The uid that it must have."))
                .with("resourceVersion", text("The version that it must have."));
        return object("How something is deleted.")
                .with(
                        "properties",
                        new Node()
                                .with("apiVersion", text(Envelope.API_VERSION))
                                .with("kind", text(Envelope.KIND))
                                .with(
                                        "dryRun",
                                        described("array", "All: nothing is deleted.")
                                                .with("items", Node.typed("string")))
                                .with("gracePeriodSeconds", integer("Accepted and without effect."))
                                .with("orphanDependents", flag("Whether dependents stay; propagationPolicy says more."))
                                .with(
                                        "preconditions",
                                        described("object", "What must be true of it.")
                                                .with("properties", preconditions))
                                .with(
                                        "propagationPolicy",
                                        text("Foreground, Background or Orphan: what becomes of dependents.")));
    }

    private static Node object(String description) {
        return described("object", description);
    }

    private static Node text(String description) {
        return described("string", description);
    }

    private static Node flag(String description) {
        return described("boolean", description);
    }

    private static Node integer(String description) {
        return described("integer", description).with("format", "int64");
    }

    private static Node time(String description) {
        return text(description).with("format", "date-time");
    }
}
