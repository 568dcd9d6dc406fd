package ai.a5c.krate.review;

import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant.MountPolicy;
import ai.a5c.krate.review.PermissionReview.RequiredConfig;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The step about secrets and ConfigMaps: what becomes of each key that a capability needs. */
final class NeedReview {

    private final Case known;
    private final Findings findings;

    NeedReview(Case known, Findings findings) {
        this.known = known;
        this.findings = findings;
    }

    void run() {
        known.expansion().needs().forEach(this::decide);
    }

    private void decide(Need need) {
        Thing thing = thing(need);
        if (need.keys().size() == 1) {
            Need.Key key = need.keys().get(0);
            Fate fate = new KeyReview(known, findings, need, key).run(thing);
            report(need, List.of(key.name()), fate, thing);
            if (fate.isGrantMissing()) {
                findings.add(new Suggestions(known).grant(need, List.of(key.name()), fate.codes()));
            }
        } else {
            decideEach(need, thing);
        }
    }

    private void decideEach(Need need, Thing thing) {
        Map<Fate, List<String>> fates = new LinkedHashMap<>();
        List<String> ungranted = new ArrayList<>();
        Set<ReasonCode> cures = EnumSet.noneOf(ReasonCode.class);
        for (Need.Key key : need.keys()) {
            Fate fate = new KeyReview(known, findings, need, key).run(thing);
            fates.computeIfAbsent(fate, any -> new ArrayList<>()).add(key.name());
            if (fate.isGrantMissing()) {
                ungranted.add(key.name());
                cures.addAll(fate.codes());
            }
        }
        fates.forEach((fate, keys) -> report(need, keys, fate, thing));
        if (!ungranted.isEmpty()) {
            findings.add(new Suggestions(known).grant(need, ungranted, cures));
        }
    }

    private Thing thing(Need need) {
        if (need.material() == Material.SECRET) {
            for (SecretFact fact : known.facts().secrets()) {
                if (fact.name().equals(need.name()) && fact.namespace().equals(known.namespace())) {
                    return new Thing(true, fact.keys(), Optional.of(fact.version()), fact.changedAt());
                }
            }
        } else {
            for (ConfigFact fact : known.facts().configs()) {
                if (fact.name().equals(need.name()) && fact.namespace().equals(known.namespace())) {
                    return new Thing(true, fact.keys(), Optional.of(fact.version()), Optional.empty());
                }
            }
        }
        return Thing.ABSENT;
    }

    private void report(Need need, List<String> keys, Fate fate, Thing thing) {
        Optional<Grant> admitted = fate.decision() == Decision.DENIED ? Optional.empty() : fate.grant();
        if (need.material() == Material.SECRET) {
            findings.add(
                    new RequiredSecret(
                            need.owner(),
                            known.namespace(),
                            need.name(),
                            (AgentSecretGrant.Purpose) need.purpose(),
                            keys,
                            fate.decision(),
                            fate.entry(),
                            fate.grant().map(Grant::name),
                            thing.version(),
                            admitted.map(grant -> (MountPolicy) grant.terms().mountPolicy()),
                            need.forSubagent()
                                    ? Map.of()
                                    : admitted.map(grant -> environment(grant, keys))
                                            .orElse(Map.of())),
                    need.group());
        } else {
            findings.add(
                    new RequiredConfig(
                            need.owner(),
                            known.namespace(),
                            need.name(),
                            (AgentConfigGrant.Purpose) need.purpose(),
                            keys,
                            fate.decision(),
                            fate.entry(),
                            fate.grant().map(Grant::name),
                            thing.version(),
                            admitted.map(grant ->
                                    (AgentConfigGrant.MountPolicy) grant.terms().mountPolicy())),
                    need.group());
        }
    }

    private static Map<String, String> environment(Grant grant, List<String> keys) {
        Enum<?> way = grant.terms().mountPolicy();
        if (way != MountPolicy.ENV && way != MountPolicy.FILE) {
            return Map.of();
        }
        if (keys.size() == 1) {
            return Map.of(keys.get(0), variable(grant, keys.get(0)));
        }
        Map<String, String> names = new TreeMap<>();
        keys.forEach(key -> names.put(key, variable(grant, key)));
        return names;
    }

    private static String variable(Grant grant, String key) {
        String given = grant.terms().environment().get(key);
        return given == null ? variable(key) : given;
    }

    /** The key in upper case, with what no variable's name can hold as {@code _}: {@code API_KEY}. */
    private static String variable(String key) {
        StringBuilder name = new StringBuilder(key.length());
        for (char letter : key.toUpperCase(Locale.ROOT).toCharArray()) {
            boolean plain = (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
            name.append(plain ? letter : '_');
        }
        return name.toString();
    }

    /**
     * A secret or ConfigMap as it is there.
     *
     * @param changedAt if that is known
     */
    record Thing(boolean exists, Set<String> keys, Optional<String> version, Optional<Instant> changedAt) {

        static final Thing ABSENT = new Thing(false, Set.of(), Optional.empty(), Optional.empty());
    }

    /**
     * What becomes of a key.
     *
     * @param grant the grant that decided, if one did
     * @param codes what a further grant would cure; empty if none would help
     */
    record Fate(Decision decision, Entry entry, Optional<Grant> grant, Set<ReasonCode> codes) {

        boolean isGrantMissing() {
            return !codes.isEmpty();
        }
    }
}
