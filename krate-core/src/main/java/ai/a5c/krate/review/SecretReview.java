package ai.a5c.krate.review;

import static java.util.stream.Collectors.joining;

import ai.a5c.krate.kind.agents.AgentStack.SecretRequirement;
import ai.a5c.krate.kind.identity.AgentSecretGrant.MountPolicy;
import ai.a5c.krate.kind.identity.AgentSecretGrant.Purpose;
import ai.a5c.krate.review.PermissionReview.MissingGrant;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The step about secrets: what becomes of each key that the stack requires. */
final class SecretReview {

    private final Case known;
    private final Findings findings;
    private final String owner;

    SecretReview(Case known, Findings findings) {
        this.known = known;
        this.findings = findings;
        this.owner = "stack/" + known.stack().metadata().name();
    }

    void run() {
        Map<Need, SortedSet<String>> needs = new TreeMap<>();
        for (SecretRequirement requirement : known.stack().spec().requiredSecrets()) {
            purpose(requirement.purpose())
                    .ifPresentOrElse(
                            purpose -> needs.computeIfAbsent(
                                            new Need(requirement.name(), purpose), need -> new TreeSet<>())
                                    .addAll(requirement.keys()),
                            () -> unknownPurpose(requirement));
        }
        needs.forEach(this::decide);
    }

    private static Optional<Purpose> purpose(String text) {
        return Arrays.stream(Purpose.values())
                .filter(purpose -> word(purpose).equals(text))
                .findFirst();
    }

    private void unknownPurpose(SecretRequirement requirement) {
        String purposes =
                Arrays.stream(Purpose.values()).map(SecretReview::word).collect(joining(", "));
        findings.add(
                ReasonCode.MISSING_SECRET_GRANT,
                "AgentStack.spec.requiredSecrets[%s].purpose".formatted(requirement.name()),
                "'%s' is no purpose that a grant can have; expected one of %s"
                        .formatted(requirement.purpose(), purposes),
                known.chain("secret " + requirement.name()));
    }

    private void decide(Need need, SortedSet<String> keys) {
        Optional<SecretFact> secret = known.facts().secrets().stream()
                .filter(fact -> fact.namespace().equals(known.namespace()))
                .filter(fact -> fact.name().equals(need.secret()))
                .findFirst();
        Map<Verdict, SortedSet<String>> fates = new HashMap<>();
        for (String key : keys) {
            Verdict verdict = new KeyReview(known, findings, need, key).run(secret);
            fates.computeIfAbsent(verdict, any -> new TreeSet<>()).add(key);
        }
        fates.forEach((verdict, decided) -> findings.add(required(need, decided, verdict, secret)));
        SortedSet<String> ungranted = new TreeSet<>();
        fates.forEach((verdict, decided) -> {
            if (verdict.isGrantMissing()) {
                ungranted.addAll(decided);
            }
        });
        if (!ungranted.isEmpty()) {
            findings.add(missing(need, ungranted));
        }
    }

    private RequiredSecret required(Need need, SortedSet<String> keys, Verdict verdict, Optional<SecretFact> secret) {
        Optional<Grant> admitted = verdict.decision() == Decision.DENIED ? Optional.empty() : verdict.grant();
        return new RequiredSecret(
                owner,
                known.namespace(),
                need.secret(),
                need.purpose(),
                keys.stream().toList(),
                verdict.decision(),
                verdict.grant().map(Grant::name),
                secret.map(SecretFact::version),
                admitted.map(grant -> grant.spec().mountPolicy()),
                admitted.map(grant -> environment(grant, keys)).orElse(Map.of()));
    }

    private static Map<String, String> environment(Grant grant, SortedSet<String> keys) {
        Map<String, String> names = new TreeMap<>();
        if (grant.spec().mountPolicy() == MountPolicy.ENV) {
            keys.forEach(key -> names.put(key, grant.spec().environment().getOrDefault(key, variable(key))));
        }
        return names;
    }

    /** The key in upper case, with what no variable's name can hold as {@code _}: {@code API_KEY}. */
    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    }

    private MissingGrant missing(Need need, SortedSet<String> keys) {
        return new MissingGrant(
                owner,
                known.namespace(),
                need.secret(),
                need.purpose(),
                keys.stream().toList(),
                new GrantPreview(known).yaml(need, keys));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A secret and what it is needed for. */
    record Need(String secret, Purpose purpose) implements Comparable<Need> {

        private static final Comparator<Need> ORDER =
                Comparator.comparing(Need::secret).thenComparing(Need::purpose);

        @Override
        public int compareTo(Need other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What becomes of a key.
     *
     * @param grant the grant that decided, if one did
     * @param isGrantMissing whether a further grant would help
     */
    record Verdict(Decision decision, Optional<Grant> grant, boolean isGrantMissing) {}
}
