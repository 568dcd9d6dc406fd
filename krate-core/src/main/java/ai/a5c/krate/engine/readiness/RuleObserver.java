package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.engine.Ports;
import ai.a5c.krate.event.EventFields;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.match.GlobSet;
import ai.a5c.krate.match.Template;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.GlobRules;
import ai.a5c.krate.trigger.CompiledRules;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The conditions of rules: whether their events can come, can be read, and find a stack that is ready. */
final class RuleObserver {

    private final Ports ports;
    private final Inventory inventory;
    private final Map<String, Condition> stacks;
    private final Instant now;

    /**
     * An observer.
     *
     * @param stacks whether each stack is ready, by its name
     */
    RuleObserver(Ports ports, Inventory inventory, Map<String, Condition> stacks, Instant now) {
        this.ports = ports;
        this.inventory = inventory;
        this.stacks = Map.copyOf(stacks);
        this.now = now;
    }

    Observation observe(AgentTriggerRule rule) {
        AgentTriggerRule.Spec spec = rule.spec();
        Aspects aspects = new Aspects(rule, now);
        aspects.unless("SourceConfigured", "SourceFound", "NoSource", () -> source(rule));
        aspects.unless(
                "MatcherValid", "Readable", "InvalidMatcher", () -> CompiledRules.fault(rule, ports.predicates()));
        target(aspects, spec.agentStack());
        aspects.unless("ContextTemplateValid", "Readable", "InvalidTemplate", () -> template(spec.promptTemplate()));
        aspects.unless(
                "DedupePolicyValid",
                "Readable",
                "InvalidTemplate",
                () -> template(spec.dedupePolicy().key()));
        aspects.ready();
        String state = spec.lifecycleState().name().toLowerCase(Locale.ROOT);
        if (spec.lifecycleState() == LifecycleState.ACTIVE) {
            aspects.yes("LifecycleActive", "Active", "");
        } else {
            aspects.no("LifecycleActive", "NotActive", "the rule is %s; only an active one matches".formatted(state));
        }
        return aspects.observation();
    }

    /** Why no event of the rule's can come: no repository that it is for, or nobody who reads its forge. */
    private Optional<String> source(AgentTriggerRule rule) {
        boolean clock =
                rule.spec().sources().stream().allMatch(source -> source == Source.SCHEDULE || source == Source.MANUAL);
        GlobRules wanted = rule.spec().match().repositories();
        boolean any = inventory.all(Repository.class).stream().anyMatch(repository -> fits(wanted, repository));
        if (!any) {
            return Optional.of("the organization has no repository that the rule is for; create the Repository");
        }
        Optional<String> nowhere = nowhere(rule.spec());
        if (nowhere.isPresent()) {
            return nowhere;
        }
        boolean read = inventory.all(Repository.class).stream()
                .filter(repository -> fits(wanted, repository))
                .anyMatch(repository -> ports.source(word(repository)).isPresent());
        return clock || read
                ? Optional.empty()
                : Optional.of("nothing here reads the forge of the rule's repositories");
    }

    /** A repository that the rule names to fire in by the clock, and that is not there. */
    private Optional<String> nowhere(AgentTriggerRule.Spec spec) {
        return spec.match().repositories().include().stream()
                .filter(name -> spec.sources().contains(Source.SCHEDULE))
                .filter(name -> inventory.all(Repository.class).stream()
                        .noneMatch(repository -> called(repository).equals(name)))
                .findFirst()
                .map("no Repository resource names '%s', where the rule would fire by the clock"::formatted);
    }

    private static String called(Repository repository) {
        String fullName = repository.spec().fullName();
        return fullName.isEmpty() ? repository.metadata().name() : fullName;
    }

    private static String word(Repository repository) {
        return repository.spec().forge().kind();
    }

    private static boolean fits(GlobRules wanted, Repository repository) {
        try {
            return (wanted.include().isEmpty() && wanted.exclude().isEmpty())
                    || GlobSet.of(wanted.include(), wanted.exclude()).matches(called(repository));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void target(Aspects aspects, String name) {
        Condition ready = stacks.get(name);
        if (ready == null) {
            aspects.no(
                    "TargetStackReady",
                    "StackMissing",
                    "there is no stack '%s'; create it or name another".formatted(name));
        } else if (ready.status().equals("True")) {
            aspects.yes("TargetStackReady", "StackReady", "");
        } else {
            aspects.no("TargetStackReady", ready.reason(), ready.message());
        }
    }

    private static Optional<String> template(String text) {
        try {
            Template.parse(text, EventFields.NAMES);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
