package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.DeleteOptions;
import ai.a5c.krate.engine.DeleteOptions.Propagation;
import ai.a5c.krate.engine.Deleted;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers delete, of one or of all that a selector finds. */
final class Deleting {

    private final ResourceDesk desk;
    private final ResourceStore store;

    Deleting(ResourceDesk desk, ResourceStore store) {
        this.desk = desk;
        this.store = store;
    }

    void one(Context context, Access access, Ask ask) {
        Deleted deleted = desk.delete(ask.key(), options(context), access.caller(Caller.Road.API));
        Answer.json(
                context,
                200,
                deleted.gone() ? success(ask, deleted.resource()) : ResourceCodec.write(deleted.resource()));
    }

    /** All that the selectors find; ends at the first that cannot be deleted. */
    void collection(Context context, Access access, Ask ask) {
        DeleteOptions options = options(context);
        Selection selection = Selection.of(context, ask.kind());
        List<Map<String, Object>> gone = new ArrayList<>();
        Page page = NamespacePages.list(store, selection, ask.reach(), "", Reading.MOST);
        for (StoredResource found : page.items()) {
            ResourceKey key = found.key();
            Subject.of(ask.kind(), key.name()).noteIn(context);
            gone.add(ResourceCodec.write(
                    desk.delete(key, options, access.caller(Caller.Road.API)).resource()));
        }
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("apiVersion", ask.kind().apiVersion());
        list.put("kind", ask.kind().name() + "List");
        list.put("metadata", Shown.version(Long.toString(store.version())));
        list.put("items", gone);
        Answer.json(context, 200, list);
    }

    private static Map<String, Object> success(Ask ask, Resource resource) {
        Map<String, Object> details =
                new LinkedHashMap<>(Subject.of(ask.kind(), ask.address().name())
                        .details(ask.kind().info().plural(), List.of()));
        details.put("uid", resource.metadata().uid());
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", "Status");
        tree.put("apiVersion", "v1");
        tree.put("metadata", Map.of());
        tree.put("status", "Success");
        tree.put("details", details);
        return tree;
    }

    /** From the body, or from the query where the body does not say. */
    private static DeleteOptions options(Context context) {
        Map<String, Object> body = Body.document(context);
        List<String> stages = new ArrayList<>(context.queryParams("dryRun"));
        if (body.get("dryRun") instanceof List<?> given) {
            given.forEach(stage -> stages.add(String.valueOf(stage)));
        }
        return new DeleteOptions(
                WriteParameters.dryRun(stages),
                propagation(context, body),
                Fields.text(body, "preconditions.uid"),
                Fields.text(body, "preconditions.resourceVersion"));
    }

    private static Propagation propagation(Context context, Map<String, Object> body) {
        String inBody = Documented.text(body, "propagationPolicy");
        String policy = inBody.isEmpty() ? Answer.query(context, "propagationPolicy") : inBody;
        boolean orphans = Answer.flag(context, "orphanDependents")
                || Documented.text(body, "orphanDependents").equals("true");
        return switch (policy) {
            case "" -> orphans ? Propagation.ORPHAN : Propagation.BACKGROUND;
            case "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default ->
                throw Status.badRequest("propagationPolicy must be Background, Foreground or Orphan")
                        .refusal();
        };
    }
}
