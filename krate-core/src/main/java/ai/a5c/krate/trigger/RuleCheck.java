package ai.a5c.krate.trigger;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.match.Glob;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.schedule.Schedule;
import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.validate.Faults.Fault;
import java.util.List;

/**
 * What is wrong with a rule beyond the form of its fields, whatever its lifecycle: what could never be evaluated is not
 * stored, not even as a draft.
 */
public final class RuleCheck {

    private final AgentTriggerRule.Spec spec;
    private final Faults faults = new Faults();

    private RuleCheck(AgentTriggerRule rule) {
        this.spec = rule.spec();
    }

    /** Every fault with its path. */
    public static List<Fault> faults(AgentTriggerRule rule, PredicateCompiler compiler) {
        RuleCheck check = new RuleCheck(rule);
        check.mention();
        check.when(compiler);
        check.schedule();
        if (check.faults.all().isEmpty()) {
            CompiledRules.fault(rule, compiler).ifPresent(fault -> check.faults.at("$.spec", fault));
        }
        return check.faults.all();
    }

    private void mention() {
        String mention = spec.match().mention();
        if (mention.isEmpty()) {
            if (!spec.match().command().isEmpty()) {
                faults.at("$.spec.match.command", "a command is the word after a mention; name the mention too");
            }
        } else if (!Mention.findAll(mention).equals(List.of(Words.lower(mention)))) {
            faults.at("$.spec.match.mention", "no mention; expected such as @claude");
        }
    }

    private void when(PredicateCompiler compiler) {
        if (!spec.match().when().isEmpty()) {
            try {
                compiler.compile(spec.match().when());
            } catch (InvalidExpressionException e) {
                faults.at("$.spec.match.when", String.valueOf(e.getMessage()));
            }
        }
    }

    private void schedule() {
        if (spec.schedule().isEmpty()) {
            return;
        }
        try {
            Schedule.of(spec.schedule(), spec.scheduleTimeZone());
        } catch (IllegalArgumentException e) {
            faults.at("$.spec.schedule", String.valueOf(e.getMessage()));
        }
        if (spec.sources().contains(Source.SCHEDULE)) {
            repositories();
        }
    }

    private void repositories() {
        List<String> repositories = spec.match().repositories().include();
        if (repositories.isEmpty()) {
            faults.at(
                    "$.spec.match.repositories.include",
                    "a schedule starts runs in these repositories; expected at least one, such as acme/app");
        }
        for (int i = 0; i < repositories.size(); i++) {
            if (!isLiteral(repositories.get(i))) {
                faults.at(
                        "$.spec.match.repositories.include[%d]".formatted(i),
                        "a schedule starts runs in repositories that are written out; expected such as acme/app");
            }
        }
    }

    private static boolean isLiteral(String glob) {
        try {
            return Glob.of(glob).literal().isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
