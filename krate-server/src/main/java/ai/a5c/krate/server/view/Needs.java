package ai.a5c.krate.server.view;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.Handover;
import ai.a5c.krate.kind.agents.NeededKeys;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.WebhookSubscription;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.SecretKeyRef;
import java.util.ArrayList;
import java.util.List;

/** Who names which keys of which secret or ConfigMap. */
final class Needs {

    private final List<Need> secrets = new ArrayList<>();
    private final List<Need> configs = new ArrayList<>();

    private Needs() {}

    /** Those of {@code namespace}. */
    static Needs of(ResourceDesk desk, String namespace) {
        Needs needs = new Needs();
        for (AgentStack stack : desk.all(AgentStack.class, namespace)) {
            stack.spec()
                    .requiredSecrets()
                    .forEach(need -> needs.secrets.add(
                            new Need(need.name(), new Consumer(Words.ref(stack), need.keys(), need.purpose()))));
        }
        for (AgentToolProfile profile : desk.all(AgentToolProfile.class, namespace)) {
            note(needs.secrets, profile, profile.spec().requiredSecretRefs(), "tool");
            note(needs.configs, profile, profile.spec().requiredConfigRefs(), "tool-config");
        }
        for (AgentSkill skill : desk.all(AgentSkill.class, namespace)) {
            note(needs.secrets, skill, skill.spec().requiredSecretRefs(), "skill");
            note(needs.configs, skill, skill.spec().requiredConfigRefs(), "skill-config");
        }
        for (AgentMcpServer server : desk.all(AgentMcpServer.class, namespace)) {
            note(needs.secrets, server, server.spec().secretRefs(), "mcp-server");
            note(needs.configs, server, server.spec().configMapRefs(), "mcp-config");
            server.spec().env().forEach(handover -> needs.handed(server, handover));
            server.spec().headers().forEach(handover -> needs.handed(server, handover));
        }
        ownUses(needs.secrets, desk, namespace);
        return needs;
    }

    List<Need> secrets() {
        return secrets;
    }

    List<Need> configs() {
        return configs;
    }

    private static void note(List<Need> needs, Resource consumer, List<NeededKeys> keys, String purpose) {
        keys.forEach(need -> needs.add(new Need(need.name(), new Consumer(Words.ref(consumer), need.keys(), purpose))));
    }

    private void handed(Resource consumer, Handover handover) {
        note(secrets, consumer, handover.secretRef(), "mcp-server");
        Handover.ConfigMapKeyRef config = handover.configMapRef();
        if (!config.name().isEmpty()) {
            note(configs, consumer, List.of(new NeededKeys(config.name(), List.of(config.key()))), "mcp-config");
        }
    }

    /** What Krate itself uses, which needs no grant. */
    private static void ownUses(List<Need> needs, ResourceDesk desk, String namespace) {
        for (Repository repository : desk.all(Repository.class, namespace)) {
            note(needs, repository, repository.spec().gitCredential(), "git-credential");
            note(needs, repository, repository.spec().forge().apiCredential(), "forge-api");
        }
        for (WebhookSubscription hook : desk.all(WebhookSubscription.class, namespace)) {
            note(needs, hook, hook.spec().signing().current(), "webhook-signing");
            note(needs, hook, hook.spec().signing().previous(), "webhook-signing");
        }
    }

    private static void note(List<Need> needs, Resource consumer, SecretKeyRef ref, String purpose) {
        if (!ref.isEmpty()) {
            needs.add(new Need(ref.name(), new Consumer(Words.ref(consumer), List.of(ref.key()), purpose)));
        }
    }

    /** Keys of the secret or ConfigMap {@code name} that somebody names. */
    record Need(String name, Consumer consumer) {}
}
