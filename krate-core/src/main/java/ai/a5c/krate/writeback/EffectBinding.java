package ai.a5c.krate.writeback;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What people consent to: these effects, on this work item, at this head and base, under this policy.
 *
 * @param workItem with organization and repository, so that equal heads of two pull requests differ
 * @param headSha empty when the work item has no head
 * @param baseSha empty when the work item has no base
 * @param policyVersion changes with every rule, grant, role and membership of the organization
 * @param effects by ordinal
 */
public record EffectBinding(
        String workItem, String headSha, String baseSha, String policyVersion, List<Mutation> effects) {

    /** What can move under a consent. */
    public enum Part {
        WORK_ITEM("the work item"),
        HEAD("the head"),
        BASE("the base"),
        POLICY("the policy"),
        EFFECTS("what would be written");

        private final String name;

        Part(String name) {
            this.name = name;
        }

        /** For people, with its article. */
        public String inWords() {
            return name;
        }
    }

    public EffectBinding {
        effects = effects.stream()
                .sorted(Comparator.comparingInt(Mutation::ordinal))
                .toList();
        if (workItem.isBlank() || policyVersion.isBlank()) {
            throw new IllegalArgumentException("a binding needs a work item and a policy version");
        }
        if (effects.stream().map(Mutation::ordinal).distinct().count() != effects.size()) {
            throw new IllegalArgumentException("two effects of %s have one ordinal".formatted(workItem));
        }
    }

    /** The one digest that trust, approval and write-back share. */
    public Digest digest() {
        return Digest.of(CanonicalJson.text(this));
    }

    /** What is different in {@code now}; empty only when the digests are equal. */
    public Set<Part> movedIn(EffectBinding now) {
        Set<Part> moved = EnumSet.noneOf(Part.class);
        addIf(!workItem.equals(now.workItem), Part.WORK_ITEM, moved);
        addIf(!headSha.equals(now.headSha), Part.HEAD, moved);
        addIf(!baseSha.equals(now.baseSha), Part.BASE, moved);
        addIf(!policyVersion.equals(now.policyVersion), Part.POLICY, moved);
        addIf(!effects.equals(now.effects), Part.EFFECTS, moved);
        return moved;
    }

    private static void addIf(boolean different, Part part, Set<Part> moved) {
        if (different) {
            moved.add(part);
        }
    }
}
