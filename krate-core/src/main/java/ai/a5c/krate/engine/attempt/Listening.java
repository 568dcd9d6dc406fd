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
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Stores what a running agent says, each thing once, until it ends; renews the claim with it and passes cancellation on. */
final class Listening {

    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final int MAX_TEXT = 32 * 1024;
    private static final int MAX_DETAILS = 50;
    private static final int MAX_NAME = 200;

    private final Desk desk;
    private final Duration lease;

    Listening(Desk desk, Duration lease) {
        this.desk = desk;
        this.lease = lease;
    }

    /** How it ended; empty if {@code stopping} came first, in which case the claim has been given back. */
    Optional<Ended> untilItEnds(Claim claim, Launched agent, Heartbeat.Beat beat, BooleanSupplier stopping) {
        long cursor = desk.write(claim::attempt).status().cursor();
        boolean cancelled = false;
        while (!stopping.getAsBoolean()) {
            Batch batch = agent.runtime().events(agent.session(), cursor, PATIENCE);
            beat.require();
            if (!batch.events().isEmpty()) {
                cursor = desk.write(records -> heard(records, claim, batch.events(), agent.redactor()));
            }
            if (batch.end().isPresent()) {
                return Optional.of(new Ended(agent, told(batch.end().get(), agent.redactor())));
            }
            if (!cancelled && isCancelled(claim)) {
                agent.runtime().cancel(agent.session(), "the run was cancelled");
                cancelled = true;
            }
        }
        beat.close();
        desk.write(records -> records.update(claim.released(claim.attempt(records), records.now())));
        return Optional.empty();
    }

    private static Batch.End told(Batch.End end, Redactor redactor) {
        return new Batch.End(end.outcome(), told(end.message(), redactor));
    }

    private boolean isCancelled(Claim claim) {
        return desk.get(AgentDispatchAttempt.class, claim.namespace(), claim.attempt())
                .map(attempt -> attempt.status().cancelRequested())
                .orElse(true);
    }

    private long heard(Records records, Claim claim, List<AgentEvent> events, Redactor redactor) {
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
