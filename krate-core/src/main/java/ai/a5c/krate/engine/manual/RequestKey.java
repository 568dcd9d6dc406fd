package ai.a5c.krate.engine.manual;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What makes two requests one: organization, principal, route and the key that the client chose. */
record RequestKey(String scope, String key, String body) {

    private static final Duration KEPT = Duration.ofDays(30);

    /** The key of {@code asked}, if it names one. */
    static Optional<RequestKey> of(Asked asked) {
        String key = asked.request().requestId();
        return key.isEmpty()
                ? Optional.empty()
                : Optional.of(new RequestKey(
                        "request/runs/" + asked.namespace(),
                        CanonicalJson.digest(List.of(asked.caller().name(), key))
                                .hex(),
                        asked.request().digest().hex()));
    }

    /** Makes everybody wait who asks under the same key. */
    void lock(Records records) {
        records.transaction().lock(scope + "/" + key);
    }

    /**
     * The run that was made under this key, if one was.
     *
     * @throws RefusedException {@code KEY_REUSED} if something else was asked for then
     */
    Optional<AgentDispatchRun> run(Records records, String namespace) {
        Optional<String> holder = records.transaction().holder(scope, key, records.now());
        if (holder.filter(held -> !held.endsWith("/" + body)).isPresent()) {
            throw new RefusedException(
                    "KEY_REUSED", "something else was asked for under this request id; use a new one");
        }
        return holder.flatMap(
                held -> records.get(AgentDispatchRun.class, namespace, held.substring(0, held.lastIndexOf('/'))));
    }

    /** Has later requests under this key find {@code run}. */
    void take(Records records, String run) {
        records.transaction()
                .take(scope, key, run + "/" + body, records.now(), records.now().plus(KEPT));
    }
}
