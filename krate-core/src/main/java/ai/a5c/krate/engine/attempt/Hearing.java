package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.Transcripts;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.Heard;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AttemptProgress;
import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.subagent.Ask;
import ai.a5c.krate.transcript.Entry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores what an agent says, redacted, each thing once, in the transaction that moves the cursor. */
final class Hearing {

    /** The detail that says what was redacted at the end of a text and may go on in the next. */
    static final String OPEN = "redactionOpen";

    /** What an agent says that does not wait for a message any more. */
    private static final Set<AgentEvent.Type> GOES_ON = EnumSet.of(
            AgentEvent.Type.MESSAGE,
            AgentEvent.Type.TOOL_CALL,
            AgentEvent.Type.TOOL_RESULT,
            AgentEvent.Type.QUESTION,
            AgentEvent.Type.RESULT);

    private static final int MAX_TEXT = 32 * 1024;
    /** What a text ends with that was too long. */
    static final String CUT = " [cut]";

    private static final int MAX_DETAILS = 50;
    private static final int MAX_NAME = 200;
    private static final int LOOKED_BACK = 1_000;

    private final Desk desk;
    private final Duration lease;

    Hearing(Desk desk, Duration lease) {
        this.desk = desk;
        this.lease = lease;
    }

    /** What the agent of {@code claim} says from its cursor on, in the light of what was stored before. */
    Utterances begin(Claim claim, Redactor redactor) {
        AgentDispatchAttempt attempt = desk.write(claim::attempt);
        Utterances utterances = new Utterances(redactor, attempt.status().cursor());
        String stream = Journal.stream(claim.namespace(), attempt.spec().agentDispatchRun());
        long last = desk.write(records -> records.transaction().lastSequence(stream));
        desk.ports().store().events(stream, Math.max(0, last - LOOKED_BACK), LOOKED_BACK).stream()
                .map(Transcripts::entry)
                .filter(entry -> entry.attempt() == attempt.spec().number())
                .forEach(utterances::remember);
        return utterances;
    }

    /** Stores what of {@code batch} may be told by now; says whether that is anything. */
    boolean heard(Claim claim, Utterances utterances, Batch batch, Redactor redactor) {
        List<Utterance> ready = utterances.take(
                batch.events(), batch.end().isPresent(), desk.ports().clock().instant());
        if (!ready.isEmpty()) {
            desk.write(records -> stored(records, claim, ready, redactor));
        }
        return !ready.isEmpty();
    }

    private AgentDispatchAttempt stored(Records records, Claim claim, List<Utterance> told, Redactor redactor) {
        AgentDispatchAttempt attempt = claim.attempt(records);
        AgentDispatchRun run = records.need(
                AgentDispatchRun.class, claim.namespace(), attempt.spec().agentDispatchRun());
        SessionNotes notes = new SessionNotes(records, claim);
        long cursor = attempt.status().cursor();
        String session = "";
        String result = "";
        double cost = 0;
        long tokens = 0;
        for (Utterance one : told) {
            cursor = one.event().cursor();
            Entry entry = tell(records, run, attempt, one, redactor);
            notes.heard(entry);
            askSubagent(records, run, entry);
            session = entry.details().getOrDefault(Detail.SESSION_ID, session);
            result = one.event().type() == AgentEvent.Type.RESULT ? entry.text() : result;
            cost += number(one.event().details().get(Detail.COST_USD));
            tokens += (long) number(one.event().details().get(Detail.TOKENS));
        }
        Heard heard = new Heard(cursor, name(session, redactor), result, cost, tokens);
        AgentDispatchAttempt next = attempt.with(attempt.status()
                .heard(heard)
                .progressed(progress(attempt.status().progress(), told, records, redactor)));
        if (cost > 0 || tokens > 0) {
            records.update(run.with(run.status().spent(cost, tokens)));
        }
        notes.store();
        records.update(claim.renewed(next, desk.ports().worker(), records.now(), lease));
        return waits(records, claim, told);
    }

    /** Whether the agent waits for a message by now follows from what it said last. */
    private static AgentDispatchAttempt waits(Records records, Claim claim, List<Utterance> told) {
        Optional<Utterance> last = told.stream()
                .filter(one -> !one.event().details().containsKey(Detail.LANE))
                .filter(one -> one.event().type() == AgentEvent.Type.INPUT_NEEDED
                        || GOES_ON.contains(one.event().type()))
                .reduce((earlier, later) -> later);
        if (last.isEmpty()) {
            return claim.attempt(records);
        }
        return last.get().event().type() == AgentEvent.Type.INPUT_NEEDED
                ? Waits.forInput(records, claim, last.get().text())
                : Waits.inputOver(records, claim);
    }

    /** Has somebody look at what may be a request for a subagent. */
    private static void askSubagent(Records records, AgentDispatchRun run, Entry entry) {
        if (Ask.of(entry.text(), entry.details()).isPresent()) {
            String key = "%s/%012d".formatted(run.key(), entry.sequence());
            records.transaction().send(Topics.SUBAGENT, key, records.now());
        }
    }

    private static AttemptProgress progress(
            AttemptProgress before, List<Utterance> told, Records records, Redactor redactor) {
        int turns = before.turns();
        long bytes = before.outputBytes();
        boolean incomplete = before.incomplete();
        for (Utterance one : told) {
            turns = Math.max(turns, one.turn());
            bytes += one.event().text().length();
            incomplete |= one.event().type() == AgentEvent.Type.GAP;
        }
        return new AttemptProgress(
                turns,
                bytes,
                incomplete,
                records.now(),
                Circles.after(before.lastCall(), told, tool -> name(tool, redactor)));
    }

    private static Entry tell(
            Records records, AgentDispatchRun run, AgentDispatchAttempt attempt, Utterance one, Redactor redactor) {
        Map<String, String> document = new LinkedHashMap<>();
        document.put(Entry.TEXT, bounded(one.text()));
        document.put(Entry.ATTEMPT, Integer.toString(attempt.spec().number()));
        document.put(Entry.TURN, Integer.toString(one.turn()));
        if (!one.open().isEmpty()) {
            document.put(OPEN, one.open());
        }
        one.event().details().entrySet().stream()
                .limit(MAX_DETAILS)
                .forEach(detail ->
                        document.putIfAbsent(name(detail.getKey(), redactor), told(detail.getValue(), redactor)));
        String type = word(one.event().type());
        return new Entry(Journal.tell(records, run.key(), type, document), records.now(), type, document);
    }

    /** The word for an event's type in a run's stream. */
    static String word(AgentEvent.Type type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The end in words that may be told. */
    static Batch.End told(Batch.End end, Redactor redactor) {
        return new Batch.End(end.outcome(), told(end.message(), redactor));
    }

    private static String told(String text, Redactor redactor) {
        return bounded(redactor.redact(text).text());
    }

    /** A short text that is no prose. */
    private static String name(String text, Redactor redactor) {
        String told = sound(redactor.redact(text).text());
        return told.substring(0, Math.min(told.length(), MAX_NAME));
    }

    private static String bounded(String text) {
        return sound(text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + CUT);
    }

    /** {@code text} without halves of surrogate pairs, which no store takes. */
    private static String sound(String text) {
        if (text.codePoints().noneMatch(character -> Character.getType(character) == Character.SURROGATE)) {
            return text;
        }
        return text.codePoints()
                .map(character -> Character.getType(character) == Character.SURROGATE ? 0xfffd : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static double number(@Nullable String text) {
        try {
            double value = text == null ? 0 : Double.parseDouble(text);
            return value >= 0 && value < 1e9 ? value : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
