package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.Heard;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores what an agent says, redacted, each thing once, in the transaction that moves the cursor. */
final class Hearing {

    private static final int MAX_TEXT = 32 * 1024;
    private static final int MAX_DETAILS = 50;
    private static final int MAX_NAME = 200;

    private final Desk desk;
    private final Duration lease;

    Hearing(Desk desk, Duration lease) {
        this.desk = desk;
        this.lease = lease;
    }

    /** Stores what of {@code events} is new, and says behind which cursor to go on. */
    long heard(Records records, Claim claim, List<AgentEvent> events, Redactor redactor) {
        AgentDispatchAttempt attempt = claim.attempt(records);
        long known = attempt.status().cursor();
        long cursor = known;
        String session = "";
        String result = "";
        double cost = 0;
        long tokens = 0;
        AgentDispatchRun run = records.need(
                AgentDispatchRun.class, claim.namespace(), attempt.spec().agentDispatchRun());
        for (AgentEvent event : events) {
            if (event.cursor() <= known) {
                continue;
            }
            cursor = event.cursor();
            String text = told(event.text(), redactor);
            tell(records, run, event, text, redactor);
            session = name(event.details().getOrDefault("sessionId", session), redactor);
            result = event.type() == AgentEvent.Type.RESULT ? text : result;
            cost += number(event.details().get("costUsd"));
            tokens += (long) number(event.details().get("tokens"));
        }
        Heard heard = new Heard(cursor, session, result, cost, tokens);
        AgentDispatchAttempt next = attempt.with(attempt.status().heard(heard));
        records.update(claim.renewed(next, desk.ports().worker(), records.now(), lease));
        if (cost > 0 || tokens > 0) {
            records.update(run.with(run.status().spent(cost, tokens)));
        }
        return cursor;
    }

    private static void tell(Records records, AgentDispatchRun run, AgentEvent event, String text, Redactor redactor) {
        Map<String, String> document = new LinkedHashMap<>();
        document.put("text", text);
        event.details().entrySet().stream()
                .limit(MAX_DETAILS)
                .forEach(detail ->
                        document.putIfAbsent(name(detail.getKey(), redactor), told(detail.getValue(), redactor)));
        Journal.tell(
                records, run.key(), event.type().name().toLowerCase(Locale.ROOT).replace('_', '-'), document);
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
        String told = redactor.redact(text).text();
        return told.substring(0, Math.min(told.length(), MAX_NAME));
    }

    private static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + " [cut]";
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
