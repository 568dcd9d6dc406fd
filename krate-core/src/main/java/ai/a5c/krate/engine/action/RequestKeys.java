package ai.a5c.krate.engine.action;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import java.time.Duration;
import java.util.Optional;

/** Remembers for a day what came of requests that brought an id of their own, by person, run and action. */
final class RequestKeys {

    private static final Duration REMEMBERED = Duration.ofDays(1);

    private RequestKeys() {}

    /**
     * The run that the same request led to before.
     *
     * @throws RefusedException {@code REQUEST_ID_USED} if another request came under that id
     */
    static Optional<String> known(Records records, ActionRequest request, Caller caller) {
        if (request.requestId().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> held =
                records.transaction().holder(scope(request, caller), request.requestId(), records.now());
        if (held.isPresent() && !held.get().startsWith(request.fingerprint() + "/")) {
            throw new RefusedException(
                    "REQUEST_ID_USED", "another request came under this id before; use a new id for a new request");
        }
        return held.map(one -> one.substring(one.indexOf('/') + 1));
    }

    /** Remembers that {@code request} led to {@code run}. */
    static void remember(Records records, ActionRequest request, Caller caller, String run) {
        if (!request.requestId().isEmpty()) {
            records.transaction()
                    .take(
                            scope(request, caller),
                            request.requestId(),
                            request.fingerprint() + "/" + run,
                            records.now(),
                            records.now().plus(REMEMBERED));
        }
    }

    private static String scope(ActionRequest request, Caller caller) {
        return "request/%s/%s/%s/%s"
                .formatted(request.namespace(), request.run(), request.action().word(), caller.name());
    }
}
