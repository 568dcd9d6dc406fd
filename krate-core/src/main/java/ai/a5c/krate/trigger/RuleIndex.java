package ai.a5c.krate.trigger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the few rules that an event can fit; never misses one.
 *
 * <p>Each rule is filed under the facet that it shares with the fewest others, and what is still many under one name
 * is told apart by a further facet.
 */
final class RuleIndex {

    /** The most places that a rule is filed in; a facet that would need more is no use. */
    private static final int MOST_PLACES = 512;

    /** So few rules are asked one by one. */
    private static final int FEW = 4;

    private final Drawer[] drawers;
    private final CompiledRule[] others;

    private RuleIndex(Drawer[] drawers, CompiledRule[] others) {
        this.drawers = drawers;
        this.others = others;
    }

    static RuleIndex of(Collection<CompiledRule> rules) {
        List<Entry> entries =
                rules.stream().map(rule -> Entry.of(rule, MOST_PLACES)).toList();
        return of(entries, EnumSet.allOf(Facet.class));
    }

    private static RuleIndex of(List<Entry> entries, Set<Facet> facets) {
        if (entries.size() <= FEW || facets.isEmpty()) {
            return new RuleIndex(new Drawer[0], rules(entries));
        }
        Map<Facet, Map<String, Integer>> shares = shares(entries, facets);
        Map<Facet, Map<String, List<Entry>>> filed = new EnumMap<>(Facet.class);
        List<Entry> others = new ArrayList<>();
        for (Entry entry : entries) {
            Facet facet = rarest(entry, shares);
            if (facet == null) {
                others.add(entry);
                continue;
            }
            Entry narrowed = entry.filedBy(facet);
            for (String name : entry.named(facet)) {
                filed.computeIfAbsent(facet, any -> new TreeMap<>())
                        .computeIfAbsent(name, any -> new ArrayList<>())
                        .add(narrowed);
            }
        }
        Drawer[] drawers = filed.entrySet().stream()
                .map(drawer -> Drawer.of(drawer.getKey(), drawer.getValue(), facets))
                .toArray(Drawer[]::new);
        return new RuleIndex(drawers, rules(others));
    }

    /** How many of {@code entries} name each name of each facet. */
    private static Map<Facet, Map<String, Integer>> shares(List<Entry> entries, Set<Facet> facets) {
        Map<Facet, Map<String, Integer>> shares = new EnumMap<>(Facet.class);
        for (Facet facet : facets) {
            Map<String, Integer> byName = new HashMap<>();
            entries.forEach(entry -> entry.named(facet).forEach(name -> byName.merge(name, 1, Integer::sum)));
            shares.put(facet, byName);
        }
        return shares;
    }

    /** The facet whose most common name in {@code entry} is shared by the fewest. */
    private static @Nullable Facet rarest(Entry entry, Map<Facet, Map<String, Integer>> shares) {
        Facet rarest = null;
        int fewest = Integer.MAX_VALUE;
        for (Map.Entry<Facet, Map<String, Integer>> share : shares.entrySet()) {
            int most = 0;
            for (String name : entry.named(share.getKey())) {
                most = share.getKey().tells(name)
                        ? Math.max(most, share.getValue().getOrDefault(name, 0))
                        : most;
            }
            if (most > 0 && most < fewest) {
                fewest = most;
                rarest = share.getKey();
            }
        }
        return rarest;
    }

    private static CompiledRule[] rules(List<Entry> entries) {
        return entries.stream().map(Entry::rule).toArray(CompiledRule[]::new);
    }

    /** Adds each rule that may fit {@code event} to {@code found}; a rule with many names perhaps more than once. */
    void collect(Occurrence event, List<CompiledRule> found) {
        for (CompiledRule rule : others) {
            found.add(rule);
        }
        for (Drawer drawer : drawers) {
            drawer.collect(event, found);
        }
    }

    /** A rule that is filed in at most {@code room} places. */
    private record Entry(CompiledRule rule, Map<Facet, Set<String>> names, int room) {

        static Entry of(CompiledRule rule, int room) {
            Map<Facet, Set<String>> names = new EnumMap<>(Facet.class);
            for (Facet facet : Facet.values()) {
                names.put(facet, Set.copyOf(facet.named(rule.rule().spec())));
            }
            return new Entry(rule, names, room);
        }

        /** What it can be filed under. */
        Set<String> named(Facet facet) {
            Set<String> all = names.getOrDefault(facet, Set.of());
            return all.size() <= room ? all : Set.of();
        }

        Entry filedBy(Facet facet) {
            return new Entry(rule, names, room / Math.max(1, named(facet).size()));
        }
    }

    /** Rules by their names of one facet. */
    private record Drawer(Facet facet, Map<String, RuleIndex> byName) {

        static Drawer of(Facet facet, Map<String, List<Entry>> filed, Set<Facet> facets) {
            Set<Facet> further = EnumSet.copyOf(facets);
            further.remove(facet);
            Map<String, RuleIndex> byName = new HashMap<>();
            filed.forEach((name, entries) -> byName.put(name, RuleIndex.of(entries, further)));
            return new Drawer(facet, byName);
        }

        void collect(Occurrence event, List<CompiledRule> found) {
            List<String> names = facet.of(event);
            for (int i = 0; i < names.size(); i++) {
                RuleIndex named = byName.get(names.get(i));
                if (named != null) {
                    named.collect(event, found);
                }
            }
        }
    }
}
