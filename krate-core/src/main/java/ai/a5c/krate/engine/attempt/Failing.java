package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.dispatch.Breakers;
import ai.a5c.krate.dispatch.Breakers.Tripped;
import ai.a5c.krate.dispatch.FailureClass;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.NextAttempt;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.FailureNote;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.store.Query;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Classes failures, says whether and when they are tried again, and recognizes those that come again and again. */
final class Failing {

    private static final int LOOKED_AT = 30;

    private final Desk desk;

    Failing(Desk desk) {
        this.desk = desk;
    }

    /** What of the run's timeline helps to class a failure: the last error that was told. */
    String lastError(String namespace, String run) {
        String stream = Journal.stream(namespace, run);
        long last = desk.write(records -> records.transaction().lastSequence(stream));
        return desk.ports().store().events(stream, Math.max(0, last - LOOKED_AT), LOOKED_AT).stream()
                .filter(event -> event.type().equals("error"))
                .reduce((earlier, later) -> later)
                .map(event -> String.valueOf(Json.readObject(event.document()).getOrDefault("text", "")))
                .orElse("");
    }

    /** What is noted of an attempt that has just ended with {@code reason}. */
    Verdict verdict(
            Records records, AgentDispatchRun run, AgentDispatchAttempt attempt, Reason reason, String lastError) {
        String said = lastError + "\n" + reason.message();
        FailureClass known = FailureClass.of(reason.code(), said);
        Optional<Tripped> tripped = noProgress(
                records, run, Optional.of(attempt.with(attempt.status().failed(known.word()))));
        if (tripped.isPresent()) {
            return new Verdict(
                    known,
                    new FailureNote(
                            FailureClass.NO_PROGRESS.word(), tripped.get().message(), null));
        }
        Optional<Instant> again = attempt.spec().number() < run.spec().maxAttempts()
                ? known.again()
                        .pause(before(records, run, attempt, known) + 1, seed(attempt), FailureClass.retryAfter(said))
                        .map(pause -> records.now().plus(pause))
                : Optional.empty();
        return new Verdict(known, new FailureNote(known.word(), known.advice(), again.orElse(null)));
    }

    private static long seed(AgentDispatchAttempt attempt) {
        return Long.parseUnsignedLong(Digest.of(attempt.metadata().uid()).hex().substring(0, 16), 16);
    }

    private static int before(Records records, AgentDispatchRun run, AgentDispatchAttempt attempt, FailureClass known) {
        return (int) RunBook.attempts(records, run).stream()
                .filter(one -> one.spec().number() < attempt.spec().number())
                .filter(one -> one.status().failureClass().equals(known.word()))
                .count();
    }

    /** Why {@code attempt} is not launched, although nobody says no: the same failed again and again, and no person asks. */
    Optional<Tripped> beforeLaunch(AgentDispatchRun run, AgentDispatchAttempt attempt) {
        return attempt.spec().origin().actor().isEmpty()
                ? desk.write(records -> noProgress(records, run, Optional.empty()))
                : Optional.empty();
    }

    /** Looks at everything that was tried on the run's work item at its commit, {@code latest} as it will be stored. */
    private static Optional<Tripped> noProgress(
            Records records, AgentDispatchRun run, Optional<AgentDispatchAttempt> latest) {
        String own = latest.map(one -> one.metadata().name()).orElse("");
        List<String> failures = Stream.concat(
                        onSameHead(records, run).stream()
                                .flatMap(one -> RunBook.attempts(records, one).stream())
                                .filter(one -> !one.metadata().name().equals(own)),
                        latest.stream())
                .filter(one -> one.status().finishedAt() != null)
                .filter(one -> !saysNothing(one.status().failureClass()))
                .sorted(Comparator.comparing((AgentDispatchAttempt one) ->
                                Objects.requireNonNullElse(one.status().finishedAt(), Instant.EPOCH))
                        .thenComparing(one -> one.metadata().name()))
                .map(Failing::fingerprint)
                .toList();
        return Breakers.noProgress(failures);
    }

    /** Whether such a failure says nothing about the work: it passes, or it is the breaker itself. */
    private static boolean saysNothing(String failureClass) {
        return !failureClass.isEmpty()
                && (FailureClass.of(failureClass).mayPass() || failureClass.equals(FailureClass.NO_PROGRESS.word()));
    }

    private static String fingerprint(AgentDispatchAttempt attempt) {
        AgentDispatchAttempt.Status status = attempt.status();
        return status.failureClass().isEmpty()
                ? ""
                : Breakers.fingerprint(
                        status.failureClass(),
                        status.terminalReason().code(),
                        status.terminalReason().message());
    }

    private static List<AgentDispatchRun> onSameHead(Records records, AgentDispatchRun run) {
        if (run.spec().workItem().isEmpty() || run.spec().sha().isEmpty()) {
            return List.of(run);
        }
        Query query = Query.of("AgentDispatchRun", run.metadata().namespace())
                .whereField("spec.workItem", run.spec().workItem());
        return records.list(AgentDispatchRun.class, query).stream()
                .filter(one -> one.spec().repository().equals(run.spec().repository()))
                .filter(one -> one.spec().agentStack().equals(run.spec().agentStack()))
                .filter(one -> one.spec().sha().equals(run.spec().sha()))
                .filter(one -> one.spec()
                        .request()
                        .subagent()
                        .equals(run.spec().request().subagent()))
                .toList();
    }

    /**
     * What is noted of a failure.
     *
     * @param note for the run
     */
    record Verdict(FailureClass failureClass, FailureNote note) {

        /** Whether it is tried again by itself. */
        boolean again() {
            return note.retryAt() != null;
        }

        NextAttempt next() {
            return Optional.ofNullable(note.retryAt()).map(NextAttempt::at).orElse(NextAttempt.BY_POLICY);
        }
    }
}
