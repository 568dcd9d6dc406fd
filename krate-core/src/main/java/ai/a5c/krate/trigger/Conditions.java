package ai.a5c.krate.trigger;

import ai.a5c.krate.command.Comment;
import ai.a5c.krate.command.Verb;
import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Actors;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Labels;
import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Permission;
import ai.a5c.krate.kind.agents.CiMatch;
import ai.a5c.krate.match.GlobSet;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.resource.GlobRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads what a rule asks of events into conditions, the cheapest first. */
final class Conditions {

    private final AgentTriggerRule.Spec spec;
    private final AgentTriggerRule.Match match;
    private final List<Verb> verbs;
    private final List<Condition> conditions = new ArrayList<>();

    private Conditions(AgentTriggerRule rule) {
        this.spec = rule.spec();
        this.match = spec.match();
        this.verbs = Slash.verbs(spec);
    }

    /**
     * The conditions of {@code rule}; what it leaves out makes none.
     *
     * @throws IllegalArgumentException if a part cannot be read; the message says which and why
     */
    static List<Condition> of(AgentTriggerRule rule, PredicateCompiler compiler) {
        Conditions reader = new Conditions(rule);
        reader.life(rule);
        reader.sourceAndType();
        reader.repositories();
        reader.note();
        reader.mention();
        reader.labels();
        reader.actors();
        reader.ci();
        reader.branches();
        reader.paths();
        reader.command();
        reader.when(compiler);
        return List.copyOf(reader.conditions);
    }

    private void life(AgentTriggerRule rule) {
        if (rule.metadata().deletionTimestamp() != null) {
            conditions.add(Condition.never("metadata", "a rule that stays", "it is being deleted"));
        }
        if (spec.lifecycleState() != LifecycleState.ACTIVE) {
            conditions.add(Condition.never("lifecycleState", "active", Words.of(spec.lifecycleState())));
        }
    }

    private void sourceAndType() {
        Set<Source> sources = Set.copyOf(spec.sources());
        add(
                "sources",
                Words.list(spec.sources().stream().map(Source::word).toList()),
                event -> sources.contains(event.source()),
                event -> event.source().word());
        if (!match.events().isEmpty()) {
            Set<String> types = Set.copyOf(match.events());
            add("match.events", Words.list(types), event -> types.contains(event.type()), SourceEvent::type);
        }
    }

    private void repositories() {
        GlobRules rules = match.repositories();
        GlobSet globs = globs(rules);
        add(
                "match.repositories",
                rules,
                event -> globs.matches(event.repository()),
                event -> Words.list(List.of(event.repository())));
    }

    private void branches() {
        GlobRules rules = match.branches();
        GlobSet globs = globs(rules);
        boolean absentFits = rules.include().isEmpty();
        add(
                "match.branches",
                rules,
                event -> event.branch().isEmpty()
                        ? absentFits
                        : globs.matches(event.branch().get()),
                event -> Words.list(event.branch().stream().toList()));
    }

    private void paths() {
        GlobRules rules = match.paths();
        GlobSet globs = globs(rules);
        add(
                "match.paths",
                rules,
                event -> event.paths().stream().anyMatch(globs::matches),
                event -> Words.list(event.paths()));
    }

    private static GlobSet globs(GlobRules rules) {
        return GlobSet.of(rules.include(), rules.exclude());
    }

    private void note() {
        conditions.add(new Condition(
                "text",
                "no comment with a line that begins with " + Comment.NOTE,
                occurrence -> !occurrence.isNote(),
                occurrence -> "one that is meant for nobody but people"));
    }

    private void mention() {
        if (match.mention().isEmpty()) {
            if (!match.command().isEmpty()) {
                throw new IllegalArgumentException("match.command needs match.mention");
            }
            return;
        }
        String mention = Words.lower(match.mention());
        if (!Mention.findAll(match.mention()).equals(List.of(mention))) {
            throw new IllegalArgumentException(
                    "match.mention '%s' is no mention; expected such as @claude".formatted(match.mention()));
        }
        conditions.add(new Condition(
                "match.mention",
                verbs.isEmpty() ? mention : "%s or %s".formatted(mention, Slash.written(verbs.get(0))),
                occurrence -> occurrence.mentions().contains(mention)
                        || occurrence.start(verbs).isPresent(),
                occurrence -> Words.list(occurrence.calls())));
        add(
                "match.mention",
                "written by who caused the event",
                event -> event.text().triggerAuthorId().equals(event.actor().id()),
                event -> "written by somebody else, or nobody knows");
    }

    private void labels() {
        Labels labels = match.labels();
        if (!labels.any().isEmpty()) {
            add(
                    "match.labels.any",
                    Words.list(labels.any()),
                    event -> !Collections.disjoint(labels.any(), event.labels()),
                    event -> Words.list(event.labels()));
        }
        if (!labels.none().isEmpty()) {
            add(
                    "match.labels.none",
                    "none of " + Words.list(labels.none()),
                    event -> Collections.disjoint(labels.none(), event.labels()),
                    event -> Words.list(event.labels()));
        }
        boolean named = !labels.any().isEmpty() && match.actors().permission() != Permission.NONE;
        if (spec.sources().contains(Source.LABEL) && !named) {
            add(
                    "match.labels",
                    "for label events, labels.any and actors.permission in the rule",
                    event -> event.source() != Source.LABEL,
                    event -> "the rule does not say which label, or who may apply it");
        }
    }

    private void actors() {
        Actors actors = match.actors();
        if (actors.permission() != Permission.NONE) {
            Set<String> enough = Set.of(Permission.values()).stream()
                    .filter(permission -> permission.compareTo(actors.permission()) >= 0)
                    .map(Words::of)
                    .collect(Collectors.toUnmodifiableSet());
            add(
                    "match.actors.permission",
                    "at least " + Words.of(actors.permission()),
                    event -> enough.contains(event.actor().permission()),
                    event -> event.actor().permission());
        }
        if (!actors.exclude().isEmpty()) {
            Set<String> excluded = actors.exclude().stream().map(Words::lower).collect(Collectors.toSet());
            add(
                    "match.actors.exclude",
                    "not " + Words.list(actors.exclude()),
                    event -> !excluded.contains(Words.lower(event.actor().login())),
                    event -> event.actor().login());
        }
    }

    private void command() {
        if (match.command().isEmpty()) {
            return;
        }
        String command = Words.lower(match.command());
        String mention = Words.lower(match.mention());
        conditions.add(new Condition(
                "match.command",
                command,
                occurrence -> word(occurrence, mention).filter(command::equals).isPresent()
                        || occurrence.start(verbs).isPresent(),
                occurrence -> Words.list(word(occurrence, mention).stream().toList())));
    }

    private void ci() {
        CiMatch ci = match.ci();
        ciName("match.ci.workflows", ci.workflows(), Ci::workflow);
        ciName("match.ci.jobs", ci.jobs(), Ci::job);
        ciName("match.ci.stages", ci.stages(), Ci::stage);
        ciName("match.ci.conclusions", ci.conclusions().stream().map(Words::of).toList(), Ci::conclusion);
        ciName(
                "match.ci.failureSignature",
                ci.failureSignature().isEmpty() ? List.of() : List.of(ci.failureSignature()),
                Ci::failureSignature);
    }

    /** One of {@code wanted}; an event that is about no build has none of it. */
    private void ciName(String name, List<String> wanted, Function<Ci, String> part) {
        if (wanted.isEmpty()) {
            return;
        }
        Set<String> names = Set.copyOf(wanted);
        add(
                name,
                Words.list(names),
                event -> event.ci().isPresent()
                        && names.contains(part.apply(event.ci().get())),
                event -> event.ci().map(part).filter(has -> !has.isEmpty()).orElse("none"));
    }

    private void when(PredicateCompiler compiler) {
        if (match.when().isEmpty()) {
            return;
        }
        try {
            EventPredicate predicate = compiler.compile(match.when());
            add("match.when", match.when(), predicate, predicate::actual);
        } catch (InvalidExpressionException e) {
            throw new InvalidExpressionException("match.when: " + e.getMessage());
        }
    }

    private static Optional<String> word(Occurrence occurrence, String mention) {
        return occurrence.command(mention).map(Mention.Command::word);
    }

    /** A condition on what {@code rules} name; none if they name nothing. */
    private void add(String name, GlobRules rules, Predicate<SourceEvent> holds, Function<SourceEvent, String> actual) {
        if (rules.include().isEmpty() && rules.exclude().isEmpty()) {
            return;
        }
        String expected = (rules.include().isEmpty() ? "anything" : Words.list(rules.include()))
                + (rules.exclude().isEmpty() ? "" : ", but not " + Words.list(rules.exclude()));
        add(name, expected, holds, actual);
    }

    private void add(String name, String expected, Predicate<SourceEvent> holds, Function<SourceEvent, String> actual) {
        conditions.add(new Condition(
                name,
                expected,
                occurrence -> holds.test(occurrence.event()),
                occurrence -> actual.apply(occurrence.event())));
    }
}
