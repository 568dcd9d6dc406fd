package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.engine.Applied;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.WriteOptions;
import ai.a5c.krate.engine.WriteOptions.Part;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.server.http.MergePatch;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers create, update and patch. */
final class Writing {

    private static final int TRIES_FOR_A_NAME = 4;

    private final ResourceDesk desk;
    private final InstantSource clock;
    private final RandomGenerator random;

    Writing(ResourceDesk desk, InstantSource clock, RandomGenerator random) {
        this.desk = desk;
        this.clock = clock;
        this.random = random;
    }

    void write(Context context, Access access, Ask ask) {
        Caller caller = access.caller(Caller.Road.API);
        WriteOptions options = WriteParameters.of(context, ask.status() ? Part.STATUS : Part.SPEC);
        Shown.Look look = Shown.Look.of(context);
        Applied applied = switch (ask.verb()) {
            case CREATE -> create(context, ask, caller, options);
            case UPDATE -> replace(context, ask, caller, options);
            default -> patch(context, ask, caller, options);
        };
        int status = applied.outcome() == Applied.Outcome.CREATED ? 201 : 200;
        Answer.json(context, status, Shown.one(ask.kind(), applied.resource(), look, clock.instant()));
    }

    private Applied create(Context context, Ask ask, Caller caller, WriteOptions options) {
        Map<String, Object> sent = Body.document(context);
        Map<String, Object> metadata = Documented.metadata(sent);
        String prefix = Documented.text(metadata, "generateName");
        boolean generated =
                !prefix.isEmpty() && Documented.text(metadata, "name").isEmpty();
        if (!Documented.text(metadata, "resourceVersion").isEmpty()) {
            throw Status.badRequest("resourceVersion should not be set on objects to be created")
                    .refusal();
        }
        for (int attempt = 1; ; attempt++) {
            Map<String, Object> document =
                    Documented.created(ask, sent, generated ? Names.generated(prefix, random) : "");
            Subject.of(ask.kind(), Documented.text(Documented.metadata(document), "name"))
                    .noteIn(context);
            try {
                return desk.create(document, ask.address().namespace(), caller, options);
            } catch (RefusedException e) {
                if (!generated || !e.code().equals("ALREADY_EXISTS") || attempt == TRIES_FOR_A_NAME) {
                    throw e;
                }
            }
        }
    }

    private Applied replace(Context context, Ask ask, Caller caller, WriteOptions options) {
        Map<String, Object> document = Documented.at(ask.kind(), ask.address(), Body.document(context));
        return desk.replace(ask.key(), document, caller, options);
    }

    private Applied patch(Context context, Ask ask, Caller caller, WriteOptions options) {
        String type = Body.type(context);
        if (options.force() && !type.equals("application/apply-patch+yaml")) {
            throw Status.badRequest("force may not be specified for non-apply patch")
                    .refusal();
        }
        return switch (type) {
            case "application/apply-patch+yaml" -> apply(context, ask, caller, options);
            case "application/merge-patch+json" -> {
                Map<String, Object> patch = Body.object(Body.patch(context));
                yield edit(ask, caller, options, stored -> MergePatch.apply(stored, patch));
            }
            case "application/json-patch+json" -> {
                @Nullable Object patch = Body.patch(context);
                yield edit(ask, caller, options, stored -> JsonPatches.apply(stored, patch));
            }
            default ->
                throw Body.unsupported(
                        "the body of the request was in an unknown format - accepted media types include: "
                                + "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
        };
    }

    private Applied edit(Ask ask, Caller caller, WriteOptions options, UnaryOperator<Map<String, Object>> patch) {
        return desk.edit(
                ask.key(), stored -> Documented.at(ask.kind(), ask.address(), patch.apply(stored)), caller, options);
    }

    private Applied apply(Context context, Ask ask, Caller caller, WriteOptions options) {
        if (Answer.query(context, "fieldManager").isEmpty()) {
            throw Status.badRequest("fieldManager is required for apply patch").refusal();
        }
        Map<String, Object> intent = Body.yaml(Body.bytes(context));
        if (Documented.metadata(intent).get("managedFields") != null) {
            throw Status.badRequest("metadata.managedFields must be nil").refusal();
        }
        return desk.applyFields(ask.key(), Documented.at(ask.kind(), ask.address(), intent), caller, options);
    }
}
