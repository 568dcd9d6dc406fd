package ai.a5c.krate.review;

import ai.a5c.krate.review.Grant.Target;
import ai.a5c.krate.review.Path.Named;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keys of one secret or ConfigMap that one capability needs for one purpose.
 *
 * @param owner the capability in one word, behind the subagent that uses it if one does
 * @param ways every way to the capability; people are told the first
 * @param account the service account that uses it, if that is there
 * @param exceeding the subagent whose name a grant must bear, because no agent above it has the key; else empty
 * @param subagent the subagent that it is only for, or empty
 * @param group the optional capability that it goes with, if the stack can do without it whichever way it is reached;
 *     else empty
 */
record Need(
        Owner capability,
        String owner,
        Target target,
        Enum<?> purpose,
        List<Path> ways,
        Optional<String> account,
        String exceeding,
        String subagent,
        String group,
        List<Key> keys)
        implements Comparable<Need> {

    private static final Comparator<Need> ORDER = Comparator.comparing((Need need) -> need.target.material())
            .thenComparing(Need::name)
            .thenComparing(need -> Word.of(need.purpose))
            .thenComparing(Need::owner);

    Need {
        ways = List.copyOf(ways);
        keys = List.copyOf(keys);
    }

    /** The same with its keys. */
    Need of(List<Key> found) {
        return new Need(capability, owner, target, purpose, ways, account, exceeding, subagent, group, found);
    }

    boolean forSubagent() {
        return !subagent.isEmpty();
    }

    String name() {
        return target.name();
    }

    Material material() {
        return target.material();
    }

    Path path() {
        return ways.get(0);
    }

    static String group(List<Path> ways) {
        return ways.stream().allMatch(way -> !way.group().isEmpty())
                ? ways.get(0).group()
                : "";
    }

    /** What an allow may name: what lies on every way, so that no other way profits. */
    Set<Named> onEveryWay() {
        Set<Named> named = new HashSet<>(path().subjects());
        ways.forEach(way -> named.retainAll(way.subjects()));
        return named;
    }

    /** What a deny may name: what lies on any way. */
    Set<Named> onSomeWay() {
        Set<Named> named = new HashSet<>();
        ways.forEach(way -> named.addAll(way.subjects()));
        return named;
    }

    @Override
    public int compareTo(Need other) {
        return ORDER.compare(this, other);
    }

    /**
     * One key, with the grants whose subject may be the one that needs it.
     *
     * @param field where the need is written down
     * @param denies that cover it
     * @param allows that cover it, the most specific first
     * @param foreign allows that would cover it if they did not name another namespace
     */
    record Key(
            String name,
            String field,
            List<String> chain,
            List<Grant> denies,
            List<Grant> allows,
            List<Grant> foreign) {}
}
