package ai.a5c.krate.engine.intake;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.Schedules;
import ai.a5c.krate.engine.Schedules.Firing;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.MissedRuns;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.observe.KrateEvent.StepFailed;
import ai.a5c.krate.schedule.Schedule;
import ai.a5c.krate.schedule.Schedule.Due;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.trigger.CompiledRules;
import ai.a5c.krate.trigger.TriggerEvaluator;
import ai.a5c.krate.trust.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lets rules fire by the clock: one event for each of the rule's repositories, decided like any other.
 *
 * <p>An event is known by its rule, repository and time, so that two servers that fire together make one run.
 */
public final class ScheduleProcessor {

    private static final int MAX_TRIES = 12;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Desk desk;
    private final Reviews reviews;
    private final RunMaker maker;

    public ScheduleProcessor(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
        this.maker = new RunMaker(desk);
    }

    /** Fires the rule that {@code message} names if its time has come and still is one, and plans the next. */
    public void process(Message message) {
        Optional<Firing> firing = Firing.of(message.key());
        Optional<AgentTriggerRule> rule = firing.flatMap(one -> desk.get(
                AgentTriggerRule.class, one.rule().namespace(), one.rule().name()));
        Optional<Schedule> schedule = rule.flatMap(Schedules::of)
                .filter(plan -> plan.last(firing.orElseThrow().time()).equals(firing.map(Firing::time)));
        if (rule.isEmpty() || schedule.isEmpty()) {
            desk.write(records -> records.transaction().done(message));
            return;
        }
        Instant now = desk.ports().clock().instant();
        boolean once = rule.get().spec().missedRuns() == MissedRuns.ONCE;
        Due due = schedule.get().due(firing.orElseThrow().time(), now, once);
        try {
            due.fired().ifPresent(time -> fire(rule.get(), time));
        } catch (PostponedException e) {
            if (message.claims() < MAX_TRIES) {
                desk.write(records ->
                        records.transaction().retry(message, records.now().plus(PAUSE)));
                return;
            }
            report(rule.get(), String.valueOf(e.getMessage()));
        }
        goOn(message, firing.orElseThrow(), due);
    }

    private void goOn(Message message, Firing firing, Due due) {
        desk.write(records -> {
            if (due.next().equals(Optional.of(firing.time()))) {
                return records.transaction().retry(message, firing.time());
            }
            boolean mine = records.transaction().done(message);
            if (mine) {
                due.next().ifPresent(next -> Schedules.send(records, firing.rule(), next));
            }
            return mine;
        });
    }

    /** In every repository, also where another one of them cannot be had now. */
    private void fire(AgentTriggerRule rule, Instant time) {
        Optional<PostponedException> postponed = Optional.empty();
        for (String name : rule.spec().match().repositories().include()) {
            try {
                reviews.repository(rule.metadata().namespace(), name)
                        .ifPresentOrElse(
                                repository -> fire(rule, repository, event(rule, repository, name, time)),
                                () -> report(rule, "no Repository resource names '%s'".formatted(name)));
            } catch (PostponedException e) {
                postponed = Optional.of(e);
            }
        }
        if (postponed.isPresent()) {
            throw postponed.get();
        }
    }

    private void fire(AgentTriggerRule rule, Repository repository, SourceEvent event) {
        CompiledRules only = CompiledRules.of(List.of(rule), desk.ports().predicates());
        try {
            TriggerEvaluator.evaluate(event, only)
                    .matches()
                    .forEach(match -> maker.make(Request.of(match, event, repository, "")));
        } catch (RefusedException e) {
            report(rule, String.valueOf(e.getMessage()));
        }
    }

    /** Whoever may write the rule lets it act for them: no forge is asked, and the actor is none of its accounts. */
    private static SourceEvent event(AgentTriggerRule rule, Repository repository, String name, Instant time) {
        String organization = repository.spec().organizationRef();
        String namespace = rule.metadata().namespace();
        String branch = repository.spec().defaultBranch();
        String uid = CanonicalJson.digest(List.of(
                        organization, "schedule", namespace, rule.metadata().name(), name, time))
                .hex();
        return SourceEvent.of(uid, organization, Source.SCHEDULE, "schedule.fired", name)
                .ref(Optional.of("refs/heads/" + branch))
                .branch(Optional.of(branch))
                .actor(new Actor("schedule:" + rule.metadata().name(), "", "owner", false, true))
                .trust(Trust.TRUSTED, "the organization's own schedule")
                .occurredAt(time)
                .build();
    }

    private void report(AgentTriggerRule rule, String problem) {
        desk.ports().listener().on(new StepFailed("schedule", rule.metadata().name(), problem));
    }
}
