package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds out that a run is over, also when no event says so, and ends what the gateway does not end. */
final class Watch {

    private static final int IDLE_POLLS = 2;
    private static final int PAGE = 200;
    private static final int MAX_PAGES = 50;

    private final AgentMuxSettings.Timing timing;
    private final Rest rest;
    private final Notes notes;
    private final Stops stops;

    Watch(AgentMuxSettings.Timing timing, Rest rest, Notes notes, Stops stops) {
        this.timing = timing;
        this.rest = rest;
        this.notes = notes;
        this.stops = stops;
    }

    /** Ends {@code run}'s stream if the run is over, or has to be. */
    void look(Followed run) {
        RunStream stream = run.stream();
        RunNote note = notes.read(stream.runId()).orElse(RunNote.NONE);
        if (stream.isOver()) {
            return;
        }
        Optional<End> ruling = note.ruling().or(() -> limit(stream, note));
        if (ruling.isPresent()) {
            rule(stream, ruling.get());
            return;
        }
        Optional<Map<String, Object>> finalized = stream.finalized();
        if (finalized.isPresent()) {
            finish(stream, finalized.get());
        } else if (isDue(run)) {
            try {
                poll(run, note);
            } catch (RuntimeUnavailableException e) {
                run.idlePolls().set(0);
            }
        }
    }

    private static void rule(RunStream stream, End ruling) {
        if (ruling.outcome() == Outcome.FAILED) {
            stream.breach(ruling.message());
        }
        stream.end(ruling, "");
    }

    private boolean isDue(Followed run) {
        long since = System.nanoTime() - run.polledAt().get();
        return since > timing.poll().toNanos()
                && (run.stream().isGone() || run.stream().silence().compareTo(timing.poll()) > 0);
    }

    /** A limit that the gateway should have held. */
    private Optional<End> limit(RunStream stream, RunNote note) {
        long age = System.currentTimeMillis() - note.launchedAt();
        long silence = stream.silence().toMillis();
        Optional<End> passed = Optional.empty();
        if (note.outputBytes() > 0 && stream.bytes() > note.outputBytes()) {
            passed = Optional.of(
                    new End(Outcome.OUTPUT_LIMIT, "it said more than %d bytes".formatted(note.outputBytes())));
        } else if (note.wallClockMillis() > 0
                && age > note.wallClockMillis() + timing.grace().toMillis()) {
            passed = Optional.of(new End(
                    Outcome.TIMED_OUT, "the gateway did not end it at the wall clock limit, so Krate has stopped it"));
        } else if (note.idleMillis() > 0
                && silence > note.idleMillis() + timing.grace().toMillis()) {
            passed = Optional.of(new End(
                    Outcome.IDLE, "the gateway did not end it after too long a silence, so Krate has stopped it"));
        }
        passed.ifPresent(end -> stops.rule(stream.runId(), end));
        return passed;
    }

    private void poll(Followed run, RunNote note) {
        RunStream stream = run.stream();
        run.polledAt().set(System.nanoTime());
        Optional<Map<String, Object>> record = rest.run(stream.runId());
        if (record.isEmpty()) {
            stream.end(Ends.UNKNOWN, "");
            return;
        }
        boolean running = Fields.text(record.get(), "status").equals("running");
        if (!running) {
            if (stream.isGone() || run.idlePolls().incrementAndGet() >= IDLE_POLLS) {
                finish(stream, record.get());
            }
            return;
        }
        if (stream.isGone()) {
            transcript(stream, record.get());
        }
        orphaned(run, note);
    }

    /** A run that the gateway calls running although nobody works on it, since it was started anew itself. */
    private void orphaned(Followed run, RunNote note) {
        OptionalLong active = rest.active();
        boolean nobody = active.isPresent() && active.getAsLong() == 0;
        int polls = nobody ? run.idlePolls().incrementAndGet() : 0;
        if (!nobody) {
            run.idlePolls().set(0);
        }
        boolean silent = run.stream().silence().compareTo(timing.orphan()) > 0 && note.idleMillis() == 0;
        if (polls >= IDLE_POLLS || silent) {
            stops.rule(
                    run.stream().runId(),
                    new End(
                            Outcome.LOST,
                            "the gateway was started anew and left the run unfinished;"
                                    + " its agent may still be at work on the gateway's host"));
        }
    }

    /** The note is read once more: a ruling comes before the stop, and so before an end, that it causes. */
    private void finish(RunStream stream, Map<String, Object> said) {
        RunNote note = notes.read(stream.runId()).orElse(RunNote.NONE);
        Optional<End> ruling = note.ruling();
        if (ruling.isPresent()) {
            rule(stream, ruling.get());
            return;
        }
        Map<String, Object> record = said;
        if (stream.sessionId().isEmpty() || stream.isIncomplete()) {
            record = record(stream.runId(), said);
            stream.bound(Fields.text(record, "sessionId"));
        }
        if (stream.isIncomplete()) {
            transcript(stream, record);
        }
        End end = Ends.of(said, note.cancelled());
        stream.end(end, end.outcome() == Outcome.SUCCEEDED ? stream.lastMessage() : "");
    }

    private Map<String, Object> record(String runId, Map<String, Object> otherwise) {
        try {
            return rest.run(runId).orElse(otherwise);
        } catch (RuntimeUnavailableException e) {
            return otherwise;
        }
    }

    /** Tells what the session's transcript has and the events did not; nothing if there is none to be had. */
    private void transcript(RunStream stream, Map<String, Object> record) {
        String session = stream.sessionId().isEmpty() ? Fields.text(record, "sessionId") : stream.sessionId();
        if (!Launches.isSessionId(session)) {
            return;
        }
        long since = Fields.number(record, "startedAt");
        long offset = 0;
        try {
            for (int page = 0; page < MAX_PAGES; page++) {
                Optional<Map<String, Object>> answer = rest.messages(session, offset, PAGE);
                if (answer.isEmpty()) {
                    return;
                }
                offset = told(stream, answer.get(), since, offset);
                if (!Boolean.TRUE.equals(
                        Fields.object(answer.get(), "pagination").get("hasMore"))) {
                    return;
                }
            }
        } catch (RuntimeUnavailableException e) {
            return;
        }
    }

    private static long told(RunStream stream, Map<String, Object> page, long since, long offset) {
        long index = offset;
        for (Map<String, Object> message : Fields.objects(page, "messages")) {
            boolean said = Fields.text(message, "role").equals("assistant");
            if (said && at(message) >= since) {
                stream.transcribed(index, Fields.shown(message, "content"));
            }
            index++;
        }
        return index;
    }

    private static long at(Map<String, Object> message) {
        try {
            return Instant.parse(Fields.text(message, "timestamp")).toEpochMilli();
        } catch (DateTimeParseException e) {
            return Fields.number(message, "timestamp");
        }
    }
}
