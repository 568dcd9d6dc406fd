package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.secret.SecretSource.SecretMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditions of grants: whether what they grant is there, whom it is for, and whether they hold at all. */
final class GrantObserver {

    private static final String SECRET = "SecretExists";
    private static final String KEYS = "KeysExist";
    private static final String DRIFTED = "GrantTargetDrifted";

    private final SecretSource secrets;
    private final Inventory inventory;
    private final Instant now;

    GrantObserver(SecretSource secrets, Inventory inventory, Instant now) {
        this.secrets = secrets;
        this.inventory = inventory;
        this.now = now;
    }

    Observation observe(AgentSecretGrant grant) {
        AgentSecretGrant.Spec spec = grant.spec();
        Aspects aspects = new Aspects(grant, now);
        Optional<SecretMetadata> secret = isHere(spec.secretRef().namespace())
                ? secrets.metadata(inventory.namespace(), spec.secretRef().name())
                : Optional.empty();
        List<String> absent = secret.map(found -> spec.secretRef().keys().stream()
                        .filter(key -> !found.keys().contains(key))
                        .sorted()
                        .toList())
                .orElse(List.of());
        exists(aspects, spec, secret.isPresent(), absent);
        held(aspects, spec.subject(), spec.organizationRef(), spec.secretRef().namespace(), spec.expiresAt());
        aspects.ready();
        drifted(aspects, grant, secret.isPresent() && absent.isEmpty());
        return aspects.observation();
    }

    private static void exists(Aspects aspects, AgentSecretGrant.Spec spec, boolean there, List<String> absent) {
        String name = spec.secretRef().name();
        if (!there) {
            aspects.no(SECRET, "SecretMissing", "there is no secret '%s'; create it or name another".formatted(name));
            aspects.unknown(KEYS, "SecretMissing", "there is no secret '%s'".formatted(name));
            return;
        }
        aspects.yes(SECRET, "SecretFound", "");
        aspects.unless(
                KEYS,
                "KeysFound",
                "SecretKeyMissing",
                () -> absent.isEmpty()
                        ? Optional.empty()
                        : Optional.of("secret '%s' has no key %s; add it or grant others"
                                .formatted(name, String.join(", ", absent))));
    }

    /** A target that was there and is there no more; one that never was is only missing. */
    private static void drifted(Aspects aspects, AgentSecretGrant grant, boolean there) {
        boolean was = is(grant, KEYS) || is(grant, DRIFTED);
        if (!there && was) {
            aspects.yes(DRIFTED, "TargetGone", "the secret or a key that is granted was there, and is there no more");
        } else {
            aspects.no(DRIFTED, there ? "TargetThere" : "TargetNeverSeen", "");
        }
    }

    private static boolean is(Resource resource, String type) {
        return Observation.conditions(resource).stream()
                .anyMatch(condition ->
                        condition.type().equals(type) && condition.status().equals("True"));
    }

    Observation observe(AgentConfigGrant grant) {
        AgentConfigGrant.Spec spec = grant.spec();
        Aspects aspects = new Aspects(grant, now);
        held(
                aspects,
                spec.subject(),
                spec.organizationRef(),
                spec.configMapRef().namespace(),
                spec.expiresAt());
        return aspects.ready().observation();
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
