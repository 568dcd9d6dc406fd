package ai.a5c.krate.engine;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.schedule.Schedule;
import ai.a5c.krate.store.Query;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * When rules fire by the clock: each active rule with a schedule has one message in the outbox for its next time.
 *
 * <p>A rule that is stored anew is planned anew. The message of a plan that no longer holds finds that out when it is due,
 * so nobody has to look for it.
 */
public final class Schedules {

    private Schedules() {}

    /** Plans the next time of {@code resource}, if it is a rule that fires by the clock; its time may be planned already. */
    public static void plan(Records records, Resource resource) {
        if (resource instanceof AgentTriggerRule rule) {
            of(rule).flatMap(schedule -> schedule.next(records.now()))
                    .ifPresent(next -> send(records, rule.key(), next));
        }
    }

    /** Plans every rule of the store. */
    public static void planAll(Desk desk) {
        for (AgentTriggerRule rule : desk.list(AgentTriggerRule.class, Query.all("AgentTriggerRule"))) {
            if (of(rule).isPresent()) {
                desk.write(records -> {
                    plan(records, rule);
                    return true;
                });
            }
        }
    }

    /** Sends the message for one time of a rule. */
    public static void send(Records records, ResourceKey rule, Instant time) {
        records.transaction().send(Topics.SCHEDULE, rule + "/" + time, time);
    }

    /** The schedule that {@code rule} fires by; empty if it does not, now. */
    public static Optional<Schedule> of(AgentTriggerRule rule) {
        AgentTriggerRule.Spec spec = rule.spec();
        boolean fires = spec.lifecycleState() == LifecycleState.ACTIVE
                && rule.metadata().deletionTimestamp() == null
                && spec.sources().contains(Source.SCHEDULE)
                && !spec.schedule().isEmpty();
        try {
            return fires ? Optional.of(Schedule.of(spec.schedule(), spec.scheduleTimeZone())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * One time of a rule, as the key of a message names it.
     *
     * @param rule the rule
     * @param time when it was to fire
     */
    public record Firing(ResourceKey rule, Instant time) {

        /** What {@code key} names; empty if it names none. */
        public static Optional<Firing> of(String key) {
            int slash = key.lastIndexOf('/');
            try {
                return Optional.of(
                        new Firing(Topics.resource(key.substring(0, slash)), Instant.parse(key.substring(slash + 1))));
            } catch (DateTimeException | IndexOutOfBoundsException e) {
                return Optional.empty();
            }
        }
    }
}
