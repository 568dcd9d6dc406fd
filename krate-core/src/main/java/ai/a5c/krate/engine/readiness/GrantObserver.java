package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.config.ConfigSource;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.secret.SecretSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The conditions of grants: whether what they grant is there, whom it is for, and whether they hold at all. */
final class GrantObserver {

    private static final String KEYS = "KeysExist";
    private static final String DRIFTED = "GrantTargetDrifted";

    private final SecretSource secrets;
    private final ConfigSource configs;
    private final Inventory inventory;
    private final Instant now;

    GrantObserver(SecretSource secrets, ConfigSource configs, Inventory inventory, Instant now) {
        this.secrets = secrets;
        this.configs = configs;
        this.inventory = inventory;
        this.now = now;
    }

    Observation observe(AgentSecretGrant grant) {
        AgentSecretGrant.Spec spec = grant.spec();
        String name = spec.secretRef().name();
        Optional<Set<String>> keys = isHere(spec.secretRef().namespace())
                ? secrets.metadata(inventory.namespace(), name).map(found -> found.keys())
                : Optional.empty();
        Aspects aspects = new Aspects(grant, now);
        boolean there = exists(
                aspects,
                "Secret",
                "secret '%s'".formatted(name),
                keys,
                spec.secretRef().keys());
        held(aspects, spec.subject(), spec.organizationRef(), spec.secretRef().namespace(), spec.expiresAt());
        aspects.ready();
        drifted(aspects, grant, there);
        return aspects.observation();
    }

    Observation observe(AgentConfigGrant grant) {
        AgentConfigGrant.Spec spec = grant.spec();
        String name = spec.configMapRef().name();
        Optional<Set<String>> keys = isHere(spec.configMapRef().namespace())
                ? configs.metadata(inventory.namespace(), name).map(found -> found.keys())
                : Optional.empty();
        Aspects aspects = new Aspects(grant, now);
        boolean there = exists(
                aspects,
                "ConfigMap",
                "ConfigMap '%s'".formatted(name),
                keys,
                spec.configMapRef().keys());
        held(
                aspects,
                spec.subject(),
                spec.organizationRef(),
                spec.configMapRef().namespace(),
                spec.expiresAt());
        aspects.ready();
        drifted(aspects, grant, there);
        return aspects.observation();
    }

    /** Says whether {@code what} and the wanted keys of it are there, and returns it; {@code keys} is empty if it is not. */
    private static boolean exists(
            Aspects aspects, String kind, String what, Optional<Set<String>> keys, List<String> wanted) {
        String exists = kind + "Exists";
        if (keys.isEmpty()) {
            aspects.no(exists, kind + "Missing", "there is no %s; create it or name another".formatted(what));
            aspects.unknown(KEYS, kind + "Missing", "there is no " + what);
            return false;
        }
        aspects.yes(exists, kind + "Found", "");
        String absent = wanted.stream()
                .filter(key -> !keys.get().contains(key))
                .sorted()
                .collect(Collectors.joining(", "));
        String bad = kind.equals("Secret") ? "SecretKeyMissing" : "ConfigKeyMissing";
        aspects.unless(
                KEYS,
                "KeysFound",
                bad,
                () -> absent.isEmpty()
                        ? Optional.empty()
                        : Optional.of("%s has no key %s; add it or grant others".formatted(what, absent)));
        return absent.isEmpty();
    }

    /** A target that was there and is there no more; one that never was is only missing. */
    private static void drifted(Aspects aspects, Resource grant, boolean there) {
        boolean was = is(grant, KEYS) || is(grant, DRIFTED);
        if (!there && was) {
            aspects.yes(DRIFTED, "TargetGone", "what is granted or a key of it was there, and is there no more");
        } else {
            aspects.no(DRIFTED, there ? "TargetThere" : "TargetNeverSeen", "");
        }
    }

    private static boolean is(Resource resource, String type) {
        return Observation.conditions(resource).stream()
                .anyMatch(condition ->
                        condition.type().equals(type) && condition.status().equals("True"));
    }

    private void held(Aspects aspects, Subject subject, String organization, String namespace, @Nullable Instant end) {
        Subjects.observe(aspects, "SubjectAuthorized", subject, organization, inventory);
        if (!isHere(namespace)) {
            aspects.no(
                    "PolicyAdmitted",
                    "CrossOrgRefDenied",
                    "it names something outside of its own namespace; nothing gets it");
        } else if (end != null && !now.isBefore(end)) {
            aspects.no("PolicyAdmitted", "GrantExpired", "it has ended; make a new one or change when it ends");
        } else {
            aspects.yes("PolicyAdmitted", "Admitted", "");
        }
    }

    private boolean isHere(String namespace) {
        return namespace.isEmpty() || namespace.equals(inventory.namespace());
    }
}
