package ai.a5c.krate.redact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Replaces secrets in texts with {@code [REDACTED:category]}.
 *
 * <p>Known values come first (category {@code secret/name}), then tokens with known prefixes, keys, URLs with passwords
 * and headers, then random-looking values next to secret-like names. What overlaps becomes one. Redacting twice changes
 * nothing. Takes any text, also what is no Unicode.
 */
public final class Redactor {

    private static final int ROUNDS = 8;
    private static final List<String> CATEGORIES = List.of(
            "anthropic-key",
            "authorization",
            "aws-key",
            "basic-auth",
            "docker-token",
            "github-token",
            "gitlab-token",
            "google-key",
            "huggingface-token",
            "jwt",
            "krate-token",
            "kubeconfig",
            "npm-token",
            "openai-key",
            "private-key",
            "pypi-token",
            "secret-value",
            "slack-token",
            "stripe-key",
            "vault-token",
            "webhook-signature");
    /** What may follow the end of a text: the rest of a token, of an address with a password, of a key's header, of a JWT. */
    private static final List<String> PROBES = List.of(
            "Aq7Zx93Kd0Wm5Tb8Rj2Yc6Lf4Hn1VsGp", "@h", " PRIVATE KEY-----\n", "PRIVATE KEY-----\n", ".Zx93Kd0Wm5Tb8");

    private static final Characters VALUE = Characters.of("+/=_-.~%:");
    private static final Finder TOKENS = new LiteralScan(
            Stream.concat(TokenRules.all().stream(), KeyRules.all().stream()).toList());
    private static final Finder NAMED = new LiteralScan(NamedRules.all());

    private final KnownSecrets known;
    private final List<Finder> finders;
    private final Markers markers;

    private Redactor(KnownSecrets known, Markers markers) {
        this.known = known;
        this.finders = List.of(known, TOKENS, NAMED);
        this.markers = markers;
    }

    /** A redactor that knows these values besides the patterns that all redactors know. */
    public static Redactor of(Collection<KnownSecret> known) {
        List<String> categories = Stream.concat(
                        CATEGORIES.stream(), known.stream().map(secret -> "secret/" + secret.name()))
                .toList();
        return new Redactor(new KnownSecrets(known), new Markers(categories));
    }

    /** {@code text} without its secrets. */
    public Redacted redact(String text) {
        Map<String, Integer> counts = new HashMap<>();
        String rest = text;
        for (int round = 0; round < ROUNDS; round++) {
            List<Hit> hits = hits(rest);
            if (hits.isEmpty()) {
                break;
            }
            hits.forEach(hit -> counts.merge(hit.category(), 1, Integer::sum));
            rest = replaced(rest, hits);
        }
        return new Redacted(rest, counts);
    }

    /**
     * Whether something that must not be said may stand at the end of {@code text} and go on in what follows it. True a
     * little too often, but never for ordinary prose.
     */
    public boolean isUnfinished(String text) {
        if (known.isUnfinished(text)) {
            return true;
        }
        List<Hit> finished = hits(text);
        return PROBES.stream()
                .anyMatch(more -> hits(text + more).stream()
                        .anyMatch(hit ->
                                hit.start() < text.length() && hit.end() >= text.length() && !finished.contains(hit)));
    }

    /** How much of the beginning of {@code text} goes on with a secret of this category that was cut before it. */
    int goesOn(String category, String text) {
        return category.startsWith(KnownSecrets.CATEGORY) ? known.goesOn(category, text) : VALUE.endOfRun(text, 0);
    }

    /** Never a value. */
    @Override
    public String toString() {
        return "Redactor";
    }

    /** What is found outside markers, in order, without overlaps; what was found first gives its category. */
    List<Hit> hits(String text) {
        List<Hit> found = new ArrayList<>();
        finders.forEach(finder -> finder.find(text, found));
        if (found.isEmpty()) {
            return found;
        }
        List<Hit> marked = markers.in(text);
        return merged(found.stream()
                .flatMap(hit -> Overlaps.outside(hit, marked))
                .collect(Collectors.toCollection(ArrayList::new)));
    }

    private static List<Hit> merged(List<Hit> found) {
        Map<Hit, Integer> rank = new HashMap<>();
        found.forEach(hit -> rank.putIfAbsent(hit, rank.size()));
        found.sort(Comparator.comparingInt(Hit::start));
        List<Hit> merged = new ArrayList<>();
        Hit last = null;
        int lastRank = 0;
        for (Hit hit : found) {
            int hitRank = rank.getOrDefault(hit, 0);
            if (last != null && hit.start() < last.end()) {
                String category = hitRank < lastRank ? hit.category() : last.category();
                last = new Hit(last.start(), Math.max(last.end(), hit.end()), category);
                merged.set(merged.size() - 1, last);
                lastRank = Math.min(lastRank, hitRank);
            } else {
                last = hit;
                merged.add(hit);
                lastRank = hitRank;
            }
        }
        return merged;
    }

    private static String replaced(String text, List<Hit> hits) {
        StringBuilder out = new StringBuilder(text.length());
        int done = 0;
        for (Hit hit : hits) {
            out.append(text, done, hit.start()).append(Markers.of(hit.category()));
            done = hit.end();
        }
        return out.append(text, done, text.length()).toString();
    }
}
