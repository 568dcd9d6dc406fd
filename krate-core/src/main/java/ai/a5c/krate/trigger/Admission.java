package ai.a5c.krate.trigger;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule.ConcurrencyPolicy;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Mode;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Untrusted;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.trigger.AdmissionDecision.AwaitApproval;
import ai.a5c.krate.trigger.AdmissionDecision.CancelPrevious;
import ai.a5c.krate.trigger.AdmissionDecision.Coalesce;
import ai.a5c.krate.trigger.AdmissionDecision.Create;
import ai.a5c.krate.trigger.AdmissionDecision.Queue;
import ai.a5c.krate.trigger.AdmissionDecision.Reject;
import ai.a5c.krate.trigger.AdmissionDecision.Suppress;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides what comes of a match: whether it is our own doing or a flood, then trust, then who asks for what, then whether
 * it is the same request again, then how much is under way.
 */
public final class Admission {

    private Admission() {}

    /** What comes of {@code match} for {@code event} as {@code facts} stand. */
    public static AdmissionDecision decide(Match match, SourceEvent event, AdmissionFacts facts) {
        if (facts.echo().isPresent()) {
            return new Suppress(facts.echo().get());
        }
        Optional<Quota> flood = usedUp(facts, quota -> !quota.of().isOfRuns());
        if (flood.isPresent()) {
            return limited(flood.get());
        }
        boolean trusted = event.trust() == Trust.TRUSTED;
        if (!trusted && match.rule().spec().untrusted() == Untrusted.IGNORE) {
            return new Reject(AdmissionCode.UNTRUSTED_SOURCE.because(
                    distrust(match, event) + "; somebody who may write can ask for the same"));
        }
        if (!trusted && !isExcluded(match, event)) {
            return new AwaitApproval(
                    AdmissionCode.UNTRUSTED_SOURCE.because(distrust(match, event) + "; " + howToAdmit(event)));
        }
        return decideApproved(match, event, facts);
    }

    /** The same once a maintainer has agreed to this event at its head: trust is not asked for again. */
    public static AdmissionDecision decideApproved(Match match, SourceEvent event, AdmissionFacts facts) {
        if (isExcluded(match, event)) {
            return new Reject(AdmissionCode.ACTOR_EXCLUDED.because("rule '%s' does not listen to %s"
                    .formatted(name(match), event.actor().login())));
        }
        Optional<String> refusal =
                Modifiers.of(match).refusal(match.rule().spec().selectable());
        if (refusal.isPresent()) {
            return new Reject(AdmissionCode.NOT_SELECTABLE.because(refusal.get()));
        }
        return joined(facts).orElseGet(() -> started(match, facts));
    }

    private static Optional<AdmissionDecision> joined(AdmissionFacts facts) {
        Optional<AdmissionDecision> same = facts.active()
                .dedupeHolder()
                .map(run -> new Coalesce(
                        run,
                        AdmissionCode.SAME_REQUEST.because(
                                "run '%s' was created for the same request".formatted(run))));
        return same.or(() -> facts.join()
                .map(join -> new Coalesce(
                        join.run(),
                        AdmissionCode.JOINED.because("run '%s' was started by %s of rule '%s' for %s"
                                .formatted(join.run(), join.type(), join.rule(), join.key())))));
    }

    private static AdmissionDecision started(Match match, AdmissionFacts facts) {
        AdmissionDecision decision = concurrency(match, facts.active());
        return usedUp(facts, quota -> quota.of().isOfRuns())
                .filter(quota -> decision.makesRun())
                .map(Admission::limited)
                .orElse(decision);
    }

    private static Optional<Quota> usedUp(AdmissionFacts facts, Predicate<Quota> which) {
        return facts.quotas().stream().filter(which).filter(Quota::isUsedUp).findFirst();
    }

    private static AdmissionDecision limited(Quota quota) {
        return new Reject(AdmissionCode.RATE_LIMITED.because(quota.told()));
    }

    private static AdmissionDecision concurrency(Match match, ActiveRuns active) {
        ConcurrencyPolicy policy = match.rule().spec().concurrencyPolicy();
        int running = active.workItem().size();
        if (policy.maxActivePerWorkItem() > 0 && running >= policy.maxActivePerWorkItem()) {
            return busyWorkItem(policy, active);
        }
        if (policy.maxActive() > 0 && active.ofRule() >= policy.maxActive()) {
            return held(policy.mode(), active, busyRule(match, policy, active));
        }
        return active.queued().isPresent() ? behindQueued(policy.mode(), active) : new Create();
    }

    private static AdmissionDecision busyWorkItem(ConcurrencyPolicy policy, ActiveRuns active) {
        List<String> runs = active.workItem();
        Reason reason = AdmissionCode.WORK_ITEM_BUSY.because("the work item has %d active run%s and the rule allows %d"
                .formatted(runs.size(), runs.size() == 1 ? "" : "s", policy.maxActivePerWorkItem()));
        return switch (policy.mode()) {
            case COALESCE -> new Coalesce(active.queued().orElse(runs.get(runs.size() - 1)), reason);
            case CANCEL_PREVIOUS -> {
                int tooMany = runs.size() - policy.maxActivePerWorkItem() + 1;
                Stream<String> oldest = runs.subList(0, tooMany).stream();
                yield new CancelPrevious(
                        Stream.concat(oldest, active.queued().stream()).toList(), reason);
            }
            case QUEUE, REJECT -> held(policy.mode(), active, reason);
        };
    }

    private static Reason busyRule(Match match, ConcurrencyPolicy policy, ActiveRuns active) {
        return AdmissionCode.RULE_BUSY.because("rule '%s' has %d active run%s and allows %d"
                .formatted(name(match), active.ofRule(), active.ofRule() == 1 ? "" : "s", policy.maxActive()));
    }

    private static AdmissionDecision behindQueued(Mode mode, ActiveRuns active) {
        Reason reason = AdmissionCode.WORK_ITEM_BUSY.because("run '%s' of the work item waits already"
                .formatted(active.queued().orElse("")));
        return mode == Mode.CANCEL_PREVIOUS
                ? new CancelPrevious(active.queued().stream().toList(), reason)
                : held(mode, active, reason);
    }

    /** What cannot start now; runs of other work items are nobody's to join or to cancel. */
    private static AdmissionDecision held(Mode mode, ActiveRuns active, Reason reason) {
        if (mode == Mode.REJECT) {
            return new Reject(reason);
        }
        return mode == Mode.COALESCE && active.queued().isPresent()
                ? new Coalesce(active.queued().get(), reason)
                : new Queue(active.queued(), reason);
    }

    private static boolean isExcluded(Match match, SourceEvent event) {
        String login = Words.lower(event.actor().login());
        return event.actor().self()
                || match.rule().spec().match().actors().exclude().stream()
                        .map(Words::lower)
                        .anyMatch(login::equals);
    }

    private static String distrust(Match match, SourceEvent event) {
        String why = event.trustReason().isEmpty() ? "" : " (%s)".formatted(event.trustReason());
        return "rule '%s' starts nothing by itself for %s, who is %s here%s"
                .formatted(name(match), event.actor().login(), Words.of(event.trust()), why);
    }

    private static String howToAdmit(SourceEvent event) {
        return "a maintainer can admit it with '%s'"
                .formatted(event.sha().map(sha -> "/krate ok " + sha).orElse("/krate approve"));
    }

    private static String name(Match match) {
        return match.rule().metadata().name();
    }
}
