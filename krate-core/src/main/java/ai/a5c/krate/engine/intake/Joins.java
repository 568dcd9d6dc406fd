package ai.a5c.krate.engine.intake;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.Joined;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.trigger.AdmissionFacts.Join;
import ai.a5c.krate.trigger.JoinKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Knows which run an event belongs to because it asks for the same, and makes it part of that run. */
final class Joins {

    private static final int LONGEST_CHAIN = 20;
    private static final Duration FAR = Duration.ofDays(20_000);

    private static final String JOIN = "join/";

    /** The run that holds the request's dedupe key within its window. */
    Optional<String> dedupeHolder(Records records, Request request) {
        return holder(records, request, request.dedupeScope(), request.dedupeKey())
                .map(run -> run.metadata().name());
    }

    /** The run of another kind of event of the same request. */
    Optional<Join> join(Records records, Request request) {
        for (Map.Entry<String, String> key :
                JoinKeys.of(request.match(), request.event()).entrySet()) {
            Optional<AgentDispatchRun> run = holder(records, request, JOIN + request.joinScope(), hash(key.getKey()));
            if (run.isPresent() && !isToldApart(run.get(), request, key.getKey())) {
                Joined first = run.get().spec().joined().get(0);
                return Optional.of(new Join(run.get().metadata().name(), first.rule(), first.type(), key.getValue()));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the rule itself said already, by its dedupe key, that this kind of event of it is another request; or a
     * person has spoken to another rule before, and asks for something else now. Builds that one build led to are one
     * request, however each of them failed.
     */
    private static boolean isToldApart(AgentDispatchRun run, Request request, String key) {
        if (isOfOneBuild(request, key)) {
            return run.spec().joined().isEmpty();
        }
        return run.spec().joined().isEmpty()
                || run.spec().joined().stream()
                        .filter(one -> one.type().equals(request.event().type())
                                && one.source() == request.event().source())
                        .anyMatch(one -> one.rule().equals(request.rule())
                                || (request.match().command().isPresent()
                                        && !one.event().equals(request.event().uid())));
    }

    private static boolean isOfOneBuild(Request request, String key) {
        return JoinKeys.chain(request.match(), request.event()).equals(Optional.of(key));
    }

    private static Optional<AgentDispatchRun> holder(Records records, Request request, String scope, String key) {
        return records.transaction()
                .holder(scope, key, records.now())
                .flatMap(run -> live(records, request.namespace(), run));
    }

    /** The run of that name or the one that took its place; a run that was cancelled holds nothing. */
    private static Optional<AgentDispatchRun> live(Records records, String namespace, String name) {
        String next = name;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            Optional<AgentDispatchRun> run = records.get(AgentDispatchRun.class, namespace, next);
            if (run.isEmpty() || run.get().status().phase() != RunPhase.CANCELLED) {
                return run;
            }
            next = records.get(
                            AgentTriggerExecution.class,
                            namespace,
                            run.get().spec().triggerExecution())
                    .filter(execution -> execution.spec().decision() == Decision.SUPERSEDED)
                    .map(execution -> execution.spec().dispatchRun())
                    .orElse("");
        }
        return Optional.empty();
    }

    /** Lets {@code run} hold everything that would be the same request, for the rule's window. */
    void take(Records records, Request request, String run) {
        Instant until = records.now()
                .plus(Durations.parse(
                        request.match().rule().spec().dedupePolicy().window()));
        take(records, new Key(request.dedupeScope(), request.dedupeKey()), run, until);
        JoinKeys.of(request.match(), request.event())
                .keySet()
                .forEach(key -> take(records, new Key(JOIN + request.joinScope(), hash(key)), run, until));
    }

    private static void take(Records records, Key key, String run, Instant until) {
        Optional<String> before = records.transaction().holder(key.scope(), key.key(), records.now());
        Instant at = before.isEmpty() ? records.now() : records.now().plus(FAR);
        records.transaction().take(key.scope(), key.key(), run, at, until);
    }

    /** Adds the event to the run that it joins, once; more keys lead to that run from then on. */
    void join(Records records, Request request, String name, String why) {
        records.get(AgentDispatchRun.class, request.namespace(), name)
                .filter(run -> run.spec().joined().stream()
                        .noneMatch(one -> one.event().equals(request.event().uid())
                                && one.rule().equals(request.rule())))
                .ifPresent(run -> {
                    Joined one = joined(request, records.now(), why);
                    AgentDispatchRun stored = records.update(run.joinedBy(List.of(one)));
                    extend(records, request, name);
                    tell(records, stored, one);
                });
    }

    /** What the new event is about besides is the same request as well, unless it is another run's. */
    private static void extend(Records records, Request request, String run) {
        Instant until = records.now()
                .plus(Durations.parse(
                        request.match().rule().spec().dedupePolicy().window()));
        JoinKeys.of(request.match(), request.event())
                .keySet()
                .forEach(key -> takeFree(records, new Key(JOIN + request.joinScope(), hash(key)), run, until));
        if (JoinKeys.chain(request.match(), request.event()).isPresent()) {
            takeFree(records, new Key(request.dedupeScope(), request.dedupeKey()), run, until);
        }
    }

    private static void takeFree(Records records, Key key, String run, Instant until) {
        if (records.transaction().holder(key.scope(), key.key(), records.now()).isEmpty()) {
            take(records, key, run, until);
        }
    }

    /** Adds what {@code old} was asked for to {@code next}, which takes its place. */
    AgentDispatchRun inherit(Records records, AgentDispatchRun old, AgentDispatchRun next) {
        String why = "run '%s' waited for its turn when this one took its place"
                .formatted(old.metadata().name());
        List<Joined> all = old.spec().joined().stream()
                .map(one -> new Joined(one.event(), one.source(), one.type(), one.actor(), one.rule(), one.at(), why))
                .toList();
        return records.update(next.joinedBy(all));
    }

    static Joined joined(Request request, Instant now, String why) {
        return new Joined(
                request.event().uid(),
                request.event().source(),
                request.event().type(),
                request.event().actor().login(),
                request.rule(),
                now,
                why);
    }

    private static void tell(Records records, AgentDispatchRun run, Joined one) {
        Journal.tell(
                records,
                run.key(),
                "phase",
                Map.of(
                        "text", "joined by %s of %s: %s".formatted(one.type(), one.actor(), one.why()),
                        "phase", "joined",
                        "event", one.event(),
                        "rule", one.rule()));
    }

    private static String hash(String key) {
        return Digest.of(key).hex();
    }

    private record Key(String scope, String key) {}
}
