package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.runtime.Batch;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Stores what a running agent says, each thing once, until it ends; renews the claim with it and passes cancellation on. */
final class Listening {

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Desk desk;
    private final Hearing hearing;
    private final Handover handover;

    Listening(Desk desk, Duration lease) {
        this.desk = desk;
        this.hearing = new Hearing(desk, lease);
        this.handover = new Handover(desk);
    }

    /** How it ended; empty if {@code stopping} came first, in which case the claim has been given back. */
    Optional<Ended> untilItEnds(Claim claim, Launched agent, Heartbeat.Beat beat, BooleanSupplier stopping) {
        Utterances utterances = hearing.begin(claim, agent.redactor());
        Stops stops = Stops.of(desk, claim, System::nanoTime);
        Outage outage = new Outage(desk, claim);
        Questions questions = new Questions(desk, claim, agent);
        questions.catchUp();
        boolean cancelled = false;
        while (!stopping.getAsBoolean()) {
            long cursor = utterances.cursor();
            Batch batch = outage.read(() -> agent.runtime().events(agent.session(), cursor, PATIENCE), PATIENCE);
            beat.require();
            boolean stored = hearing.heard(claim, utterances, batch, agent.redactor());
            requireSafety(questions.heard(batch.events()), outage, agent);
            Optional<Batch.End> end = batch.end();
            boolean passed = end.isEmpty() && stops.look(claim, stored, batch.events());
            if (passed || (end.isEmpty() && !cancelled && (stops.known().isPresent() || isCancelled(claim)))) {
                String why = stops.known().map(Stop::message).orElse("the run was cancelled");
                end = outage.cancel(() -> agent.runtime().cancel(agent.session(), why));
                cancelled = true;
            }
            if (end.isPresent()) {
                handover.giveUp(claim, agent);
                return Optional.of(new Ended(agent, Hearing.told(end.get(), agent.redactor()), stops.known()));
            }
            questions.settle();
            if (!cancelled) {
                handover.deliver(claim, agent);
            }
        }
        beat.close();
        desk.write(records -> records.update(claim.released(claim.attempt(records), records.now())));
        return Optional.empty();
    }

    private static void requireSafety(Optional<String> incident, Outage outage, Launched agent) {
        if (incident.isPresent()) {
            Optional<Batch.End> unheard =
                    outage.cancel(() -> agent.runtime().cancel(agent.session(), "stopped for safety"));
            throw new BreachException(
                    unheard.isEmpty() ? incident.get() : incident.get() + "; it may still be at work");
        }
    }

    private boolean isCancelled(Claim claim) {
        return desk.get(AgentDispatchAttempt.class, claim.namespace(), claim.attempt())
                .map(attempt -> attempt.status().cancelRequested())
                .orElse(true);
    }
}
