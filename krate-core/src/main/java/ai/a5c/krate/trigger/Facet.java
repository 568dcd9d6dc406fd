package ai.a5c.krate.trigger;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Spec;
import ai.a5c.krate.match.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Something that rules name and events have, by equality; what the index tells rules apart by. */
enum Facet {
    REPOSITORY,
    MENTION,
    LABEL,
    BRANCH,
    WORKFLOW,
    JOB,
    STAGE,
    FAILURE,
    TYPE,
    SOURCE;

    /** The values of which an event must have one to fit {@code rule}; none if the rule leaves this open. */
    List<String> named(Spec rule) {
        return switch (this) {
            case REPOSITORY -> literals(rule.match().repositories().include());
            case MENTION -> calls(rule);
            case LABEL -> rule.match().labels().any();
            case BRANCH -> literals(rule.match().branches().include());
            case WORKFLOW -> rule.match().ci().workflows();
            case JOB -> rule.match().ci().jobs();
            case STAGE -> rule.match().ci().stages();
            case FAILURE -> optional(rule.match().ci().failureSignature());
            case TYPE -> rule.match().events();
            case SOURCE -> rule.sources().stream().map(Source::name).toList();
        };
    }

    /** The values that {@code occurrence} has. */
    List<String> of(Occurrence occurrence) {
        SourceEvent event = occurrence.event();
        return switch (this) {
            case REPOSITORY -> List.of(event.repository());
            case MENTION -> occurrence.calls();
            case LABEL -> event.labels();
            case BRANCH -> event.branch().map(List::of).orElse(List.of());
            case WORKFLOW -> ci(event, Ci::workflow);
            case JOB -> ci(event, Ci::job);
            case STAGE -> ci(event, Ci::stage);
            case FAILURE -> ci(event, Ci::failureSignature);
            case TYPE -> List.of(event.type());
            case SOURCE -> List.of(event.source().name());
        };
    }

    /** Whether the name tells rules apart; how many hear the same command does not matter while nobody gives it. */
    boolean tells(String name) {
        return this != MENTION || name.startsWith("@");
    }

    private static List<String> calls(Spec rule) {
        List<String> calls = new ArrayList<>(optional(Words.lower(rule.match().mention())));
        Slash.verbs(rule).forEach(verb -> calls.add(Slash.written(verb)));
        return calls;
    }

    private static List<String> optional(String value) {
        return value.isEmpty() ? List.of() : List.of(value);
    }

    private static List<String> ci(SourceEvent event, Function<Ci, String> part) {
        Optional<Ci> ci = event.ci();
        return ci.isEmpty() ? List.of() : List.of(part.apply(ci.get()));
    }

    /** The names that {@code globs} write, or nothing if one of them fits more than one name. */
    private static List<String> literals(List<String> globs) {
        List<String> literals = new ArrayList<>();
        for (String glob : globs) {
            Optional<String> literal = Glob.of(glob).literal();
            if (literal.isEmpty()) {
                return List.of();
            }
            literals.add(literal.get());
        }
        return literals;
    }
}
