package ai.a5c.krate.trigger;

import ai.a5c.krate.command.Verb;
import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.EventFields;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.CiMatch;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.match.Template;
import ai.a5c.krate.resource.GlobRules;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One rule, ready to be asked; a rule that cannot be read fits nothing and says why. */
final class CompiledRule implements Comparable<CompiledRule> {

    private static final String DEFAULT_KEY = "{{ repository }}:{{ workItem }}:{{ sha }}";
    private static final int LONGEST_KEY = 256;
    private static final Comparator<CompiledRule> ORDER = Comparator.comparing(CompiledRule::name)
            .thenComparing(compiled -> compiled.rule.metadata().namespace())
            .thenComparing(compiled -> CanonicalJson.text(compiled.rule));

    private final AgentTriggerRule rule;
    private final Digest digest;
    private final String mention;
    private final List<Verb> verbs;
    private final List<Condition> conditions;
    private final Template dedupeKey;
    private final Template prompt;
    private final Optional<String> fault;

    private CompiledRule(
            AgentTriggerRule rule,
            List<Condition> conditions,
            Template dedupeKey,
            Template prompt,
            Optional<String> fault) {
        this.rule = rule;
        this.digest = digestOf(rule);
        this.mention = Words.lower(rule.spec().match().mention());
        this.verbs = Slash.verbs(rule.spec());
        this.fault = fault;
        this.conditions = conditions;
        this.dedupeKey = dedupeKey;
        this.prompt = prompt;
    }

    static CompiledRule of(AgentTriggerRule rule) {
        return of(rule, PredicateCompiler.NONE);
    }

    static CompiledRule of(AgentTriggerRule rule, PredicateCompiler compiler) {
        try {
            String key = rule.spec().dedupePolicy().key();
            return new CompiledRule(
                    rule,
                    Conditions.of(rule, compiler),
                    Template.parse(key.isEmpty() ? DEFAULT_KEY : key, EventFields.NAMES),
                    Template.parse(rule.spec().promptTemplate(), EventFields.NAMES),
                    Optional.empty());
        } catch (IllegalArgumentException e) {
            Template empty = Template.parse("", EventFields.NAMES);
            String fault = String.valueOf(e.getMessage());
            Condition never = Condition.never("spec", "a rule that can be read", fault);
            return new CompiledRule(rule, List.of(never), empty, empty, Optional.of(fault));
        }
    }

    String name() {
        return rule.metadata().name();
    }

    AgentTriggerRule rule() {
        return rule;
    }

    /** What cannot be read in it. */
    Optional<String> fault() {
        return fault;
    }

    boolean fits(Occurrence event) {
        for (Condition condition : conditions) {
            if (!condition.holds().test(event)) {
                return false;
            }
        }
        return true;
    }

    Optional<NoMatch> explain(Occurrence event) {
        return conditions.stream()
                .filter(condition -> !condition.holds().test(event))
                .findFirst()
                .map(condition -> new NoMatch(
                        name(),
                        condition.name(),
                        condition.expected(),
                        condition.actual().apply(event)));
    }

    Match match(Occurrence event) {
        return new Match(this, event);
    }

    /** Of the rule's name and of what it matches. */
    Digest digest() {
        return digest;
    }

    /** Each time of a schedule is a request of its own, whatever the rule's key says. */
    String dedupeKey(Occurrence event) {
        SourceEvent asked = event.event();
        String key = dedupeKey.render(event.fields());
        return bounded(asked.source() == Source.SCHEDULE ? key + "@" + asked.occurredAt() : key);
    }

    String prompt(Occurrence event) {
        return prompt.render(event.fields());
    }

    /** What follows the rule's mention in the event's text, or else the {@code /krate} command that the rule hears. */
    Optional<Mention.Command> command(Occurrence event) {
        if (mention.isEmpty()) {
            return Optional.empty();
        }
        String wanted = Words.lower(rule.spec().match().command());
        Optional<Mention.Command> said = event.mentions().contains(mention) ? event.command(mention) : Optional.empty();
        return said.filter(command -> wanted.isEmpty() || command.word().equals(wanted))
                .or(() -> event.start(verbs))
                .or(() -> said);
    }

    private static String bounded(String key) {
        if (key.length() <= LONGEST_KEY) {
            return key;
        }
        String hash = Digest.of(key).hex();
        return key.substring(0, key.offsetByCodePoints(0, LONGEST_KEY / 2 - hash.length())) + "…" + hash;
    }

    /** Of the rule's name and what it matches, whatever the order of its lists. */
    private static Digest digestOf(AgentTriggerRule rule) {
        AgentTriggerRule.Match match = rule.spec().match();
        Map<String, Object> matching = new HashMap<>();
        matching.put("namespace", rule.metadata().namespace());
        matching.put("name", rule.metadata().name());
        matching.put("sources", Set.copyOf(rule.spec().sources()));
        matching.put("events", Set.copyOf(match.events()));
        matching.put("repositories", unordered(match.repositories()));
        matching.put("branches", unordered(match.branches()));
        matching.put("paths", unordered(match.paths()));
        matching.put("labelsAny", Set.copyOf(match.labels().any()));
        matching.put("labelsNone", Set.copyOf(match.labels().none()));
        matching.put("mention", Words.lower(match.mention()));
        matching.put("command", Words.lower(match.command()));
        matching.put("permission", match.actors().permission());
        matching.put("excludedActors", Set.copyOf(match.actors().exclude()));
        if (!match.ci().equals(CiMatch.ANY)) {
            matching.put("ci", unordered(match.ci()));
        }
        if (!match.when().isEmpty()) {
            matching.put("when", match.when());
        }
        return CanonicalJson.digest(matching);
    }

    private static Map<String, Object> unordered(GlobRules rules) {
        return Map.of("include", Set.copyOf(rules.include()), "exclude", Set.copyOf(rules.exclude()));
    }

    private static Map<String, Object> unordered(CiMatch ci) {
        return Map.of(
                "workflows", Set.copyOf(ci.workflows()),
                "jobs", Set.copyOf(ci.jobs()),
                "stages", Set.copyOf(ci.stages()),
                "conclusions", Set.copyOf(ci.conclusions()),
                "failureSignature", ci.failureSignature());
    }

    @Override
    public int compareTo(CompiledRule other) {
        return this == other ? 0 : ORDER.compare(this, other);
    }
}
