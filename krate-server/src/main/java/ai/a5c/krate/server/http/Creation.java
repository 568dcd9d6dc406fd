package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.Applied;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.WriteOptions;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import io.javalin.http.Context;

/** Makes a resource of one kind from a request's body and answers with it. */
final class Creation {

    private Creation() {}

    static void of(Context context, Gate gate, ResourceDesk desk, Class<? extends Resource> kind) {
        Scope scope = gate.write(context);
        Applied applied = desk.create(
                OneDocument.read(context, kind, scope.namespace()),
                scope.namespace(),
                scope.caller(),
                WriteOptions.by(WriteOptions.DEFAULT_MANAGER));
        Answers.json(context, 201, ResourceCodec.write(applied.resource()));
    }
}
