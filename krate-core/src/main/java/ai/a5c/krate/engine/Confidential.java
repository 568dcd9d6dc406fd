package ai.a5c.krate.engine;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.WebhookSubscription;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant.MountPolicy;
import ai.a5c.krate.redact.KnownSecret;
import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.resource.SecretKeyRef;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import ai.a5c.krate.review.Policy;
import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.secret.SecretSource.SecretMetadata;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.store.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one place that reads secret values for agents: what a review admitted, and what must be redacted. */
public final class Confidential {

    private final Desk desk;

    public Confidential(Desk desk) {
        this.desk = desk;
    }

    /**
     * What an agent is given of secrets, by environment variable.
     *
     * @param environment values
     * @param files values that it gets as files, whose names are in the variables
     */
    public record Granted(Map<String, String> environment, Map<String, String> files) {

        public Granted {
            environment = Map.copyOf(environment);
            files = Map.copyOf(files);
        }

        /** Without values. */
        @Override
        public String toString() {
            return "Granted[%s, %s]".formatted(environment.keySet(), files.keySet());
        }
    }

    /**
     * What {@code review} admitted, with values; never stored, never logged. Empty if a secret is no longer of the version
     * that was admitted: review again.
     */
    public Optional<Granted> granted(PermissionReview review) {
        Map<String, String> environment = new LinkedHashMap<>();
        Map<String, String> files = new LinkedHashMap<>();
        for (RequiredSecret secret : review.requiredSecrets()) {
            boolean file =
                    secret.mountPolicy().filter(way -> way == MountPolicy.FILE).isPresent();
            secret.environment()
                    .forEach((key, variable) -> value(secret.namespace(), secret.name(), key)
                            .ifPresent(value -> (file ? files : environment).put(variable, value.revealText())));
        }
        boolean admitted = review.requiredSecrets().stream()
                .filter(secret -> !secret.environment().isEmpty())
                .allMatch(secret -> version(secret).equals(secret.version()));
        return admitted ? Optional.of(new Granted(environment, files)) : Optional.empty();
    }

    private Optional<String> version(RequiredSecret secret) {
        return desk.ports()
                .secrets()
                .metadata(secret.namespace(), secret.name())
                .map(SecretMetadata::version);
    }

    /**
     * Redacts every secret that a resource of the namespace names: whatever an agent is given is named by a grant, also
     * where it is a skill or an MCP server that needs it.
     */
    public Redactor redactor(String namespace) {
        SecretSource secrets = desk.ports().secrets();
        List<KnownSecret> known = new ArrayList<>();
        for (SecretKeyRef ref : named(namespace)) {
            secrets.value(namespace, ref.name(), ref.key())
                    .map(SecretValue::revealText)
                    .filter(value -> value.length() >= KnownSecret.MIN_LENGTH)
                    .ifPresent(value -> known.add(new KnownSecret(ref.name() + "/" + ref.key(), value)));
        }
        return Redactor.of(known);
    }

    private List<SecretKeyRef> named(String namespace) {
        List<SecretKeyRef> refs = new ArrayList<>();
        Policy policy = desk.policies().now(namespace).policy();
        for (AgentStack stack : policy.all(AgentStack.class)) {
            stack.spec()
                    .requiredSecrets()
                    .forEach(need -> need.keys().forEach(key -> refs.add(new SecretKeyRef(need.name(), key))));
        }
        for (AgentSecretGrant grant : policy.all(AgentSecretGrant.class)) {
            AgentSecretGrant.SecretRef ref = grant.spec().secretRef();
            ref.keys().forEach(key -> refs.add(new SecretKeyRef(ref.name(), key)));
        }
        for (Repository repository : policy.all(Repository.class)) {
            refs.add(repository.spec().gitCredential());
            refs.add(repository.spec().forge().apiCredential());
        }
        for (WebhookSubscription hook :
                desk.list(WebhookSubscription.class, Query.of("WebhookSubscription", namespace))) {
            refs.add(hook.spec().signing().current());
            refs.add(hook.spec().signing().previous());
        }
        return refs.stream().filter(ref -> !ref.isEmpty()).distinct().toList();
    }

    private Optional<SecretValue> value(String namespace, String name, String key) {
        return desk.ports().secrets().value(namespace, name, key);
    }
}
