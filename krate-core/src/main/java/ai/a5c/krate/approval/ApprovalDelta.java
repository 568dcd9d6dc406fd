package ai.a5c.krate.approval;

import ai.a5c.krate.digest.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is different in a question from what people have already said yes to.
 *
 * @param changes one line each, for people
 * @param text what to look at: of changed effects the files that differ; of new ones everything; bounded
 * @param asApproved ordinals of effects that are exactly as they were approved
 */
public record ApprovalDelta(List<String> changes, String text, List<Integer> asApproved) {

    private static final int LONGEST = 32_000;
    private static final String FILE = "diff --git ";
    /** Effects whose target is made for the attempt, so that it tells nothing of what they are. */
    private static final Set<String> NAMED_BY_RUN = Set.of("branch-push", "open-pr");

    public ApprovalDelta {
        changes = List.copyOf(changes);
        asApproved = List.copyOf(asApproved);
    }

    /** What people are shown. */
    public record Shown(String headSha, String baseSha, String policyVersion, List<Effect> effects) {

        public Shown {
            effects = List.copyOf(effects);
        }
    }

    /**
     * One effect.
     *
     * @param text what people read of it
     */
    public record Effect(int ordinal, String action, String target, Digest digest, String text) {

        private String kind() {
            return NAMED_BY_RUN.contains(action) ? action : action + " " + target;
        }
    }

    /** What is different in {@code now}. */
    public static ApprovalDelta between(Shown approved, Shown now) {
        List<String> changes = new ArrayList<>();
        moved(changes, "the head", approved.headSha(), now.headSha());
        moved(changes, "the base", approved.baseSha(), now.baseSha());
        if (!approved.policyVersion().equals(now.policyVersion())) {
            changes.add("the policy changed");
        }
        List<Effect> left = new ArrayList<>(approved.effects());
        StringBuilder text = new StringBuilder();
        List<Integer> same = new ArrayList<>();
        for (Effect effect : now.effects()) {
            Optional<Effect> before = left.stream()
                    .filter(one -> one.kind().equals(effect.kind()))
                    .findFirst();
            before.ifPresent(left::remove);
            if (before.filter(one ->
                            one.digest().equals(effect.digest()) && one.target().equals(effect.target()))
                    .isPresent()) {
                same.add(effect.ordinal());
            } else {
                changes.add(before.isPresent() ? changed(before.get(), effect) : "new: " + named(effect));
                text.append(before.map(one -> difference(one, effect)).orElse(effect.text()))
                        .append('\n');
            }
        }
        left.forEach(gone -> changes.add("no longer: " + named(gone)));
        return new ApprovalDelta(changes, bounded(text.toString()), same);
    }

    private static void moved(List<String> changes, String what, String before, String now) {
        if (!Objects.equals(before, now)) {
            changes.add("%s moved from %s to %s".formatted(what, shown(before), shown(now)));
        }
    }

    private static String shown(String sha) {
        return sha.isEmpty() ? "none" : sha;
    }

    private static String named(Effect effect) {
        return "%s on %s".formatted(effect.action(), effect.target());
    }

    private static String changed(Effect before, Effect now) {
        Map<String, String> earlier = files(before.text());
        Map<String, String> later = files(now.text());
        if (later.isEmpty()) {
            return "changed: " + named(now);
        }
        List<String> names = later.keySet().stream()
                .filter(file -> !Objects.equals(later.get(file), earlier.get(file)))
                .toList();
        List<String> gone = earlier.keySet().stream()
                .filter(file -> !later.containsKey(file))
                .toList();
        return "changed: %s: %d of %d files differ%s%s"
                .formatted(
                        named(now),
                        names.size(),
                        later.size(),
                        names.isEmpty() ? "" : ": " + String.join(", ", names),
                        gone.isEmpty() ? "" : "; no longer: " + String.join(", ", gone));
    }

    private static String difference(Effect before, Effect now) {
        Map<String, String> earlier = files(before.text());
        Map<String, String> later = files(now.text());
        if (later.isEmpty()) {
            return now.text();
        }
        StringBuilder text = new StringBuilder();
        later.forEach((file, hunks) -> {
            if (!hunks.equals(earlier.get(file))) {
                text.append(hunks);
            }
        });
        return text.toString();
    }

    /** The parts of a patch by the line that names their file; empty for what is no patch. */
    private static Map<String, String> files(String patch) {
        Map<String, String> files = new LinkedHashMap<>();
        if (!patch.startsWith(FILE)) {
            return files;
        }
        for (String part : patch.split("(?m)^" + FILE, -1)) {
            if (!part.isEmpty()) {
                String first = part.lines().findFirst().orElse("");
                String name = first.substring(first.lastIndexOf(" b/") < 0 ? 0 : first.lastIndexOf(" b/") + 3);
                files.merge(name, FILE + part, String::concat);
            }
        }
        return files;
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\n[cut]";
    }
}
