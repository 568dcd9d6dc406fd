package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.intake.Foresight;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.ReviewRequest;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.trigger.ActiveRuns;
import ai.a5c.krate.trigger.Admission;
import ai.a5c.krate.trigger.AdmissionDecision;
import ai.a5c.krate.trigger.AdmissionFacts;
import ai.a5c.krate.trigger.AdmissionFacts.Join;
import ai.a5c.krate.trigger.CompiledRules;
import ai.a5c.krate.trigger.JoinKeys;
import ai.a5c.krate.trigger.Match;
import ai.a5c.krate.trigger.Modifiers;
import ai.a5c.krate.trigger.TriggerEvaluator;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The past under one set of resources: each event meets no other run, but the same request within its window is one.
 */
final class World {

    private final Foresight foresight;
    private final CompiledRules rules;
    private final Map<String, Held> held = new HashMap<>();
    private final Map<Asked, PermissionReview> reviews = new HashMap<>();

    World(Desk stage, String namespace) {
        this.foresight = new Foresight(stage);
        List<AgentTriggerRule> all = stage.list(AgentTriggerRule.class, Query.of("AgentTriggerRule", namespace));
        this.rules = CompiledRules.of(all, stage.ports().predicates());
    }

    private record Asked(String rule, ReviewRequest request) {}

    /** A run that an event of the past would have started, and what was asked of it; named by its first event. */
    private record Held(String run, Instant until, Set<String> asked) {}

    /** What one match meets of what was there before. */
    private final class Meeting {

        private final Match match;
        private final SourceEvent event;
        private final String repository;

        Meeting(Match match, SourceEvent event, String repository) {
            this.match = match;
            this.event = event;
            this.repository = repository;
        }

        AdmissionFacts facts(Instant time) {
            Optional<String> holder = holder(dedupe(), time).map(Held::run);
            Optional<Join> join = JoinKeys.of(match, event).entrySet().stream()
                    .flatMap(key -> holder(repository + " " + key.getKey(), time)
                            .filter(run -> !run.asked().contains(kind()))
                            .map(run -> new Join(run.run(), rule(), event.type(), key.getValue()))
                            .stream())
                    .findFirst();
            ActiveRuns active = new ActiveRuns(List.of(), Optional.empty(), 0, holder);
            return new AdmissionFacts(active, join, List.of(), Optional.empty());
        }

        /** Starts a run that later events can join. */
        void take(Instant time) {
            Held run = new Held(event.uid(), until(time), new HashSet<>(Set.of(kind())));
            held.put(dedupe(), run);
            JoinKeys.of(match, event).keySet().forEach(key -> held.put(repository + " " + key, run));
        }

        /** Becomes part of the run that it met. */
        void join(Instant time) {
            JoinKeys.of(match, event).keySet().stream()
                    .flatMap(key -> holder(repository + " " + key, time).stream())
                    .forEach(run -> run.asked().add(kind()));
        }

        private Optional<Held> holder(String key, Instant time) {
            return Optional.ofNullable(held.get(key)).filter(run -> run.until().isAfter(time));
        }

        private Instant until(Instant time) {
            return time.plus(Durations.parse(match.rule().spec().dedupePolicy().window()));
        }

        private String dedupe() {
            return "%s %s %s".formatted(repository, rule(), match.dedupeKey());
        }

        private String kind() {
            return "%s %s %s".formatted(rule(), event.source().word(), event.type());
        }

        private String rule() {
            return match.rule().metadata().name();
        }
    }

    /** What each rule that has a say makes of an event that came at {@code time}; events come in their order. */
    Map<String, Fate> decide(
            WebhookDelivery delivery, SourceEvent event, Optional<Repository> repository, Instant time) {
        Map<String, Fate> fates = new TreeMap<>();
        if (repository.isPresent() && foresight.isWanted(delivery, event)) {
            for (Match match : TriggerEvaluator.evaluate(event, rules).matches()) {
                fates.put(match.rule().metadata().name(), fate(match, event, repository.get(), time));
            }
        }
        return fates;
    }

    private Fate fate(Match match, SourceEvent event, Repository repository, Instant time) {
        Meeting meeting = new Meeting(match, event, repository.metadata().name());
        AdmissionDecision decision = Admission.decide(match, event, meeting.facts(time));
        String stack = Modifiers.of(match).stack().orElse(match.rule().spec().agentStack());
        String reason = decision.reason().code();
        return switch (decision.outcome()) {
            case COALESCED -> {
                meeting.join(time);
                yield new Fate(Fate.End.JOIN, stack, reason);
            }
            case AWAITING_APPROVAL -> new Fate(Fate.End.ASK, stack, reason);
            case REJECTED, SUPPRESSED -> new Fate(Fate.End.REJECTED, stack, reason);
            case CREATED, QUEUED, SUPERSEDED -> {
                meeting.take(time);
                yield reviewed(match, event, repository);
            }
        };
    }

    private Fate reviewed(Match match, SourceEvent event, Repository repository) {
        ReviewRequest question = foresight.question(match, event, repository);
        PermissionReview review = reviews.computeIfAbsent(
                new Asked(match.rule().metadata().name(), question),
                asked -> foresight.review(match, event, repository, question));
        String stack = question.agentStack();
        String reason = review.reasons().isEmpty()
                ? "Admitted"
                : review.reasons().get(0).code().code();
        return switch (review.decision()) {
            case ALLOWED -> new Fate(Fate.End.RUN, stack, "Admitted");
            case REQUIRES_APPROVAL -> new Fate(Fate.End.ASK, stack, reason);
            case DENIED -> new Fate(Fate.End.BLOCKED, stack, reason);
        };
    }
}
