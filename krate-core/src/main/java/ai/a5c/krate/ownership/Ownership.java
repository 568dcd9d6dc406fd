package ai.a5c.krate.ownership;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Pruned;
import ai.a5c.krate.validate.Faults;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Keeps the book of who owns which field of a document, and applies what a manager intends, as Kubernetes' server-side
 * apply does (KEP-555).
 *
 * <p>Documents are as {@link ai.a5c.krate.registry.ResourceCodec#write} gives them. Lists are one field unless their
 * items have a key.
 */
public final class Ownership {

    private static final String BEFORE_FIRST_APPLY = "before-first-apply";
    private static final List<String> OWNABLE_METADATA =
            List.of("f:labels", "f:annotations", "f:finalizers", "f:ownerReferences");
    private static final List<String> KEPT_METADATA = List.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "managedFields");

    private Ownership() {}

    /**
     * A write of a document.
     *
     * @param manager the name under which the writer owns fields
     * @param force whether fields of others are taken
     * @param subresource {@code status}, or empty for all but the status
     */
    public record Write(String manager, boolean force, String subresource, Instant now) {

        public Write {
            now = now.truncatedTo(ChronoUnit.SECONDS);
        }

        private Entry.Writer writer(String operation) {
            return new Entry.Writer(manager, operation, subresource);
        }

        private boolean owns(FieldPath path) {
            if (!subresource.isEmpty()) {
                return path.startsWith("f:" + subresource);
            }
            return path.startsWith("f:metadata")
                    ? path.steps().size() > 1
                            && OWNABLE_METADATA.contains(path.steps().get(1))
                    : path.startsWith("f:spec");
        }
    }

    /**
     * The document that {@code intent} makes of {@code live}: fields that the intent names are set, fields that the
     * manager applied before and names no longer are removed unless another manager owns them, all others stay.
     *
     * <p>What has the same value already is shared; nothing is changed, not even a time, if nothing would change.
     *
     * @param live the stored document; empty when there is none
     * @throws FieldConflictException if a field would change that another manager owns, unless forced
     * @throws ai.a5c.krate.validate.InvalidDocumentException if the intent says who manages fields
     */
    public static Map<String, Object> apply(
            Kind kind, Map<String, Object> live, Map<String, Object> intent, Write write) {
        refuseManagedFields(intent);
        Shape.Struct shape = Shape.of(kind);
        Entry.Writer writer = write.writer(Entry.APPLY);
        Managers managers = known(shape, kind, live);
        Map<String, Object> said = said(Pruned.document(kind, intent), live, write);
        Map<String, Object> merged = Merge.of(shape, live, said);
        FieldSet named = Fields.of(shape, said).set().only(write::owns);
        FieldSet last = managers.of(writer).map(Entry::fields).orElse(FieldSet.EMPTY);
        FieldSet gone = givenUp(managers, writer, last.difference(named)).only(Fields.of(shape, merged)::has);
        Map<String, Object> next = new Removal(gone).from(shape, merged);
        if (Values.areEqual(next, live) && named.equals(last)) {
            return live;
        }
        Fields fields = Fields.of(shape, next);
        FieldSet changed = fields.changedSince(Fields.of(shape, live));
        refuseConflicts(managers.others(writer), changed, write);
        return managers.takenFromOthers(writer, changed)
                .with(new Entry(writer, kind.apiVersion(), write.now(), named))
                .within(fields.places())
                .in(next);
    }

    /**
     * {@code next} with the note that the manager owns what differs from {@code before}, and no other does.
     *
     * <p>Entries that {@code next} itself gives count instead of those before, as kubectl needs it for its migration to
     * server-side apply; an object that nobody is known to own stays so.
     *
     * @param before the stored document; empty when there is none
     */
    public static Map<String, Object> update(
            Kind kind, Map<String, Object> before, Map<String, Object> next, Write write) {
        Managers managers = write.subresource().isEmpty() ? Managers.of(before, next) : Managers.of(before);
        if (managers.isEmpty() && !before.isEmpty()) {
            return managers.in(next);
        }
        Shape.Struct shape = Shape.of(kind);
        Entry.Writer writer = write.writer(Entry.UPDATE);
        Fields fields = Fields.of(shape, next);
        FieldSet changed = fields.changedSince(Fields.of(shape, before));
        FieldSet own = changed.only(write::owns);
        Managers rest = managers.takenFromOthers(writer, changed);
        if (!own.isEmpty()) {
            FieldSet all =
                    rest.of(writer).map(Entry::fields).orElse(FieldSet.EMPTY).union(own);
            rest = rest.with(new Entry(writer, kind.apiVersion(), write.now(), all));
        }
        return rest.within(fields.places()).capped().in(next);
    }

    private static void refuseManagedFields(Map<String, Object> intent) {
        if (intent.get("metadata") instanceof Map<?, ?> metadata
                && metadata.get("managedFields") instanceof List<?> list
                && !list.isEmpty()) {
            new Faults()
                    .at("$.metadata.managedFields", "not allowed in an apply, which says itself who manages what")
                    .throwIfAny();
        }
    }

    /** The entries of {@code live}; one for all of it if nobody is known to own any. */
    private static Managers known(Shape.Struct shape, Kind kind, Map<String, Object> live) {
        Managers managers = Managers.of(live);
        if (!managers.isEmpty() || live.isEmpty()) {
            return managers;
        }
        Predicate<FieldPath> owned = new Write(BEFORE_FIRST_APPLY, false, "", Instant.EPOCH)::owns;
        FieldSet all = Fields.of(shape, live).set().only(owned);
        Entry.Writer writer = new Entry.Writer(BEFORE_FIRST_APPLY, Entry.UPDATE, "");
        return managers.with(new Entry(writer, kind.apiVersion(), null, all));
    }

    /** The part of the intent that counts: only the subresource, or all but the status and what the server decides. */
    private static Map<String, Object> said(Map<String, Object> intent, Map<String, Object> live, Write write) {
        Map<String, Object> said = Merge.copy(intent);
        if (write.subresource().isEmpty()) {
            said.remove("status");
        } else {
            said.keySet().removeIf(name -> !name.equals(write.subresource()));
        }
        if (said.get("metadata") instanceof Map<?, ?> given && live.get("metadata") instanceof Map<?, ?> stored) {
            Map<String, Object> metadata = Merge.copy(given);
            metadata.keySet().removeIf(name -> KEPT_METADATA.contains(name) && stored.containsKey(name));
            said.put("metadata", metadata);
        }
        return said;
    }

    private static FieldSet givenUp(Managers managers, Entry.Writer writer, FieldSet unnamed) {
        return managers.others(writer).stream().map(Entry::fields).reduce(unnamed, FieldSet::difference);
    }

    private static void refuseConflicts(List<Entry> others, FieldSet changed, Write write) {
        List<Conflict> conflicts = others.stream()
                .flatMap(entry -> entry.fields().only(changed::has).paths().stream()
                        .map(path -> new Conflict(
                                entry.writer().manager(), path.dotted(), "conflict with " + entry.words())))
                .toList();
        if (!conflicts.isEmpty() && !write.force()) {
            throw new FieldConflictException(conflicts);
        }
    }
}
