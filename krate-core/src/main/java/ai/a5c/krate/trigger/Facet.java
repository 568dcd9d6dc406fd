package ai.a5c.krate.trigger;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.match.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something that rules name and events have, by equality; what the index tells rules apart by. */
enum Facet {
    REPOSITORY {
        @Override
        List<String> named(AgentTriggerRule.Spec rule) {
            return literals(rule.match().repositories().include());
        }

        @Override
        List<String> of(Occurrence event) {
            return List.of(event.event().repository());
        }
    },
    MENTION {
        @Override
        List<String> named(AgentTriggerRule.Spec rule) {
            String mention = rule.match().mention();
            return mention.isEmpty() ? List.of() : List.of(Words.lower(mention));
        }

        @Override
        List<String> of(Occurrence event) {
            return event.mentions();
        }
    },
    LABEL {
        @Override
        List<String> named(AgentTriggerRule.Spec rule) {
            return rule.match().labels().any();
        }

        @Override
        List<String> of(Occurrence event) {
            return event.event().labels();
        }
    },
    BRANCH {
        @Override
        List<String> named(AgentTriggerRule.Spec rule) {
            return literals(rule.match().branches().include());
        }

        @Override
        List<String> of(Occurrence event) {
            return event.event().branch().map(List::of).orElse(List.of());
        }
    },
    TYPE {
        @Override
        List<String> named(AgentTriggerRule.Spec rule) {
            return rule.match().events();
        }

        @Override
        List<String> of(Occurrence event) {
            return List.of(event.event().type());
        }
    },
    SOURCE {
        @Override
        List<String> named(AgentTriggerRule.Spec rule) {
            return rule.sources().stream().map(Source::name).toList();
        }

        @Override
        List<String> of(Occurrence event) {
            return List.of(event.event().source().name());
        }
    };

    /** The values of which an event must have one to fit {@code rule}; none if the rule leaves this open. */
    abstract List<String> named(AgentTriggerRule.Spec rule);

    /** The values that {@code event} has. */
    abstract List<String> of(Occurrence event);

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
