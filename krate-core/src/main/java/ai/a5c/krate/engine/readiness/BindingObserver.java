package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.access.NativeAccess;
import ai.a5c.krate.engine.Drift;
import ai.a5c.krate.engine.LocalAccess;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.PolicyRule;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.rbac.Authorizer;
import ai.a5c.krate.rbac.Escalation;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.secret.SecretSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The conditions of bindings and of the accounts that they are for. */
final class BindingObserver {

    private final boolean local;
    private final SecretSource secrets;
    private final Inventory inventory;
    private final Authorizer authorizer;
    private final Instant now;

    BindingObserver(NativeAccess access, SecretSource secrets, Inventory inventory, Instant now) {
        this.local = access instanceof LocalAccess;
        this.secrets = secrets;
        this.inventory = inventory;
        this.authorizer = Authorizer.of(inventory.all(Role.class), inventory.all(AgentRoleBinding.class));
        this.now = now;
    }

    Observation observe(AgentRoleBinding binding) {
        AgentRoleBinding.Spec spec = binding.spec();
        Aspects aspects = new Aspects(binding, now);
        aspects.unless(
                "RoleResolved",
                "RoleFound",
                "RoleMissing",
                () -> inventory.has(Role.class, spec.roleRef())
                        ? Optional.empty()
                        : Optional.of("there is no role '%s'; create it".formatted(spec.roleRef())));
        Subjects.observe(aspects, "SubjectsResolved", spec.subject(), spec.organizationRef(), inventory);
        synced(aspects, binding);
        Optional<Condition> admitted = Observation.conditions(binding).stream()
                .filter(condition -> condition.type().equals(Authorizer.ESCALATION_ADMITTED))
                .findFirst();
        return aspects.ready(admitted).observation();
    }

    private void synced(Aspects aspects, AgentRoleBinding binding) {
        List<PolicyRule> beyond = Drift.beyond(binding, authorizer);
        if (!beyond.isEmpty()) {
            aspects.no(
                    "NativeBindingSynced",
                    "NativeBindingDrifted",
                    "its role gives more than when the binding was admitted: %s; save the binding again to admit it"
                            .formatted(Escalation.text(beyond)));
        } else if (local) {
            aspects.yes("NativeBindingSynced", "KeptByKrate", "");
        } else {
            aspects.unknown(
                    "NativeBindingSynced", "NotCompared", "nothing compares the binding with the cluster's yet");
        }
    }

    Observation observe(AgentServiceAccount account) {
        Aspects aspects = new Aspects(account, now);
        if (local) {
            aspects.yes("ServiceAccountSynced", "KeptByKrate", "");
        } else {
            aspects.unknown(
                    "ServiceAccountSynced", "NotCompared", "nothing compares the account with the cluster's yet");
        }
        aspects.unknown("TokenProjectionAllowed", "NotBuilt", "no tokens are made yet");
        String missing = account.spec().imagePullSecretRefs().stream()
                .filter(name -> secrets.metadata(inventory.namespace(), name).isEmpty())
                .sorted()
                .collect(Collectors.joining(", "));
        aspects.unless(
                "ImagePullSecretsReady",
                "SecretsFound",
                "SecretMissing",
                () -> missing.isEmpty() ? Optional.empty() : Optional.of("there is no secret " + missing));
        return aspects.ready().observation();
    }
}
