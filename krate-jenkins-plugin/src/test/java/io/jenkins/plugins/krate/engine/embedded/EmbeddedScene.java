package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.testkit.LocalMachines;
import ai.a5c.krate.testkit.OriginRepository;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An engine below a directory, a repository, a machine, and documents for agents that are shell scripts. */
final class EmbeddedScene implements AutoCloseable {

    private static final String STACK = """
        ---
        apiVersion: krate.a5c.ai/v1alpha1
        kind: AgentStack
        metadata: { name: %1$s }
        spec:
          baseAgent: script
          adapter: command
          command: [sh, -c, '%2$s']
          runtimeIdentity: { serviceAccountRef: %3$s }
          runnerPool: nodes
          %4$s
        """;

    private final Path directory;
    private final LocalMachines machines;
    private final OriginRepository origin;
    private final Map<String, String> credentials = new TreeMap<>();
    private Set<ForgeSource> sources = Set.of();
    private Optional<ControllerKrate> open = Optional.empty();

    EmbeddedScene(Path directory) {
        this.directory = directory;
        this.machines = new LocalMachines(directory.resolve("node"));
        this.origin = OriginRepository.create(directory, "app");
        credentials.put("model_token", "a-token-of-the-model");
        origin.commit("main", Map.of("README.md", "An application.\n"));
    }

    LocalMachines machines() {
        return machines;
    }

    Map<String, String> credentials() {
        return credentials;
    }

    /** Deliveries are read by it from the next start. */
    void reads(ForgeSource source) {
        sources = Set.of(source);
    }

    EmbeddedSettings settings() {
        return EmbeddedSettings.in(directory.resolve("krate"))
                .withDocuments(Optional.empty(), documents())
                .withSchemes(Set.of("file"));
    }

    /** The engine, opened if it is not. */
    ControllerKrate controller() {
        ControllerKrate now = open.orElseGet(() -> open(settings()));
        open = Optional.of(now);
        return now;
    }

    ControllerKrate open(EmbeddedSettings settings) {
        return ControllerKrate.open(settings, new ControllerKrate.Neighbours(new Kept(), machines, sources));
    }

    void stop() {
        open.ifPresent(ControllerKrate::close);
        open = Optional.empty();
    }

    @Override
    public void close() {
        stop();
        machines.end();
    }

    private final class Kept implements CredentialTexts {

        @Override
        public Set<String> ids() {
            return credentials.keySet();
        }

        @Override
        public Optional<String> text(String id) {
            return Optional.ofNullable(credentials.get(id));
        }
    }

    private String documents() {
        return """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: Repository
            metadata: { name: app }
            spec: { cloneUrl: "%s" }
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: RepositoryPermission
            metadata: { name: jenkins }
            spec: { repository: app, subject: { kind: user, name: jenkins }, permission: write }
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentServiceAccount
            metadata: { name: reader }
            spec:
              namespace: default
              serviceAccountName: krate-reader
              allowedRepositories: ["*"]
              allowedRunnerPools: [nodes]
              trustTier: trusted
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentServiceAccount
            metadata: { name: elsewhere }
            spec:
              namespace: default
              serviceAccountName: krate-elsewhere
              allowedRepositories: ["other/*"]
              allowedRunnerPools: [nodes]
              trustTier: trusted
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentSecretGrant
            metadata: { name: model }
            spec:
              subject: { kind: agent-stack, name: ask }
              secretRef: { name: model, keys: [token] }
              purpose: model-provider-token
              mountPolicy: env
              environment: { token: MODEL_TOKEN }
              requiredApproval: always
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: RunnerPool
            metadata: { name: nodes }
            spec: { runtime: jenkins-node, maxReplicas: 2, trustTier: trusted, serviceAccountRef: reader }
            """.formatted(origin.url())
                + STACK.formatted("diagnose", RESULT, "reader", "")
                + STACK.formatted("hang", "echo at work; sleep 600", "reader", "")
                + STACK.formatted(
                        "ask",
                        RESULT,
                        "reader",
                        "requiredSecrets: [{ name: model, keys: [token], purpose: model-provider-token }]")
                + STACK.formatted("foreign", RESULT, "elsewhere", "");
    }

    private static final String RESULT = """
        cat >prompt; echo "the token is $MODEL_TOKEN"; echo "{\\"type\\":\\"result\\",\\"text\\":\\"The cause is found.\\"}"
        """.strip();
}
