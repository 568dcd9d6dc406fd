package ai.a5c.krate.trigger;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.match.Glob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the few rules that an event can fit, by source, type, repository and then mention, label or branch, whichever
 * of these a rule names first; never misses one.
 */
final class RuleIndex {

    /** Stands for whatever a rule does not name. */
    private static final String ANY = "";

    /** The most places that a rule is filed in; beyond that it names less. */
    private static final int MOST_PLACES = 512;

    private final Map<Source, Map<String, Map<String, Shelf>>> shelves = new EnumMap<>(Source.class);

    void add(CompiledRule compiled) {
        AgentTriggerRule.Spec spec = compiled.rule().spec();
        Set<Source> sources = Set.copyOf(spec.sources());
        int room = MOST_PLACES / Math.max(1, sources.size());
        Set<String> types = within(spec.match().events(), room);
        room /= types.size();
        Set<String> repositories = within(literals(spec.match().repositories().include()), room);
        room /= repositories.size();
        for (Source source : sources) {
            for (String type : types) {
                for (String repository : repositories) {
                    shelves.computeIfAbsent(source, any -> new HashMap<>())
                            .computeIfAbsent(type, any -> new HashMap<>())
                            .computeIfAbsent(repository, any -> new Shelf())
                            .add(compiled, room);
                }
            }
        }
    }

    /** Each rule that may fit {@code event}, once. */
    Collection<CompiledRule> candidates(SourceEvent event) {
        Map<String, Map<String, Shelf>> byType = shelves.getOrDefault(event.source(), Map.of());
        List<CompiledRule> found = new ArrayList<>();
        collect(byType.get(event.type()), event, found);
        collect(byType.get(ANY), event, found);
        return found.size() < 2 ? found : new LinkedHashSet<>(found);
    }

    private static void collect(
            @Nullable Map<String, Shelf> byRepository, SourceEvent event, List<CompiledRule> found) {
        if (byRepository == null) {
            return;
        }
        for (String repository : List.of(event.repository(), ANY)) {
            Shelf shelf = byRepository.get(repository);
            if (shelf != null) {
                shelf.collect(event, found);
            }
        }
    }

    /** {@code values}, or anything if there are none or too many. */
    private static Set<String> within(List<String> values, int room) {
        Set<String> distinct = new LinkedHashSet<>(values);
        return distinct.isEmpty() || distinct.size() > room ? Set.of(ANY) : distinct;
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

    /** The rules of one source, type and repository. */
    private static final class Shelf {

        private final Map<String, List<CompiledRule>> byMention = new HashMap<>();
        private final Map<String, List<CompiledRule>> byLabel = new HashMap<>();
        private final Map<String, List<CompiledRule>> byBranch = new HashMap<>();
        private final List<CompiledRule> others = new ArrayList<>();

        void add(CompiledRule compiled, int room) {
            AgentTriggerRule.Match match = compiled.rule().spec().match();
            List<String> branches = literals(match.branches().include());
            if (!match.mention().isEmpty()) {
                file(byMention, List.of(Words.lower(match.mention())), compiled);
            } else if (isFew(match.labels().any(), room)) {
                file(byLabel, match.labels().any(), compiled);
            } else if (isFew(branches, room)) {
                file(byBranch, branches, compiled);
            } else {
                others.add(compiled);
            }
        }

        private static boolean isFew(List<String> values, int room) {
            return !values.isEmpty() && values.size() <= room;
        }

        private static void file(Map<String, List<CompiledRule>> drawer, List<String> names, CompiledRule compiled) {
            Set.copyOf(names)
                    .forEach(name -> drawer.computeIfAbsent(name, any -> new ArrayList<>())
                            .add(compiled));
        }

        void collect(SourceEvent event, List<CompiledRule> found) {
            found.addAll(others);
            if (!byMention.isEmpty()) {
                event.mentions().forEach(mention -> take(byMention, Words.lower(mention), found));
            }
            if (!byLabel.isEmpty()) {
                event.labels().forEach(label -> take(byLabel, label, found));
            }
            if (!byBranch.isEmpty()) {
                event.branch().ifPresent(branch -> take(byBranch, branch, found));
            }
        }

        private static void take(Map<String, List<CompiledRule>> drawer, String name, List<CompiledRule> found) {
            found.addAll(drawer.getOrDefault(name, List.of()));
        }
    }
}
