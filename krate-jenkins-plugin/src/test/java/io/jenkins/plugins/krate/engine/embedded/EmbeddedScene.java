package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.source.jenkins.BuildReport;
import ai.a5c.krate.testkit.LocalMachines;
import ai.a5c.krate.testkit.OriginRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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

    private static final String RULE = """
        ---
        apiVersion: krate.a5c.ai/v1alpha1
        kind: AgentTriggerRule
        metadata: { name: failures }
        spec:
          lifecycleState: active
          sources: [ci]
          agentStack: diagnose
          taskKind: diagnosis
          promptTemplate: "Why does {{ repository }} fail?"
        """;

    private final Path directory;
    private final LocalMachines machines;
    private final OriginRepository origin;
    private final String head;
    private final Map<String, String> credentials = new TreeMap<>();
    private Optional<ControllerKrate> open = Optional.empty();

    EmbeddedScene(Path directory) {
        this.directory = directory;
        this.machines = new LocalMachines(directory.resolve("node"));
        this.origin = OriginRepository.create(directory, "app");
        credentials.put("model_token", "a-token-of-the-model");
        head = origin.commit("main", Map.of("README.md", "An application.\n"));
    }

    /** A build of the repository's branch main that failed. */
    BuildReport report(long number) {
        Instant then = Instant.parse("2026-11-23T10:00:00Z").plusSeconds(60 * number);
        return BuildReport.of(
                        new BuildReport.Controller("a-controller", "https://jenkins.example.com/"),
                        new BuildReport.Build(
                                "team/app",
                                number,
                                then,
                                then.plusSeconds(30),
                                BuildReport.Result.FAILURE,
                                "https://jenkins.example.com/job/team/job/app/" + number + "/",
                                BuildReport.Kind.PIPELINE,
                                List.of(),
                                List.of(),
                                Optional.empty()))
                .withScm(Optional.of(new BuildReport.Scm(origin.url(), "main", head, Optional.empty())));
    }

    LocalMachines machines() {
        return machines;
    }

    Map<String, String> credentials() {
        return credentials;
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
        return ControllerKrate.open(settings, new ControllerKrate.Neighbours(new Kept(), machines));
    }

    /** Ends the engine as its process would, with all that it had on machines; those are online again at once. */
    void crash() {
        machines.goAway();
        stop();
        machines.comeBack();
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
            kind: AgentSecretGrant
            metadata: { name: secretive }
            spec:
              subject: { kind: agent-stack, name: secretive }
              secretRef: { name: model, keys: [token] }
              purpose: model-provider-token
              mountPolicy: env
              environment: { token: MODEL_TOKEN }
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
                + STACK.formatted(
                        "once",
                        "if [ -e %1$s ]; then cat; echo \"$SAID\"; else echo x >%1$s; sleep 600; fi"
                                .formatted(directory.resolve("tried"))
                                .replace("echo \"$SAID\"", RESULT),
                        "reader",
                        "")
                + STACK.formatted(
                        "secretive",
                        RESULT,
                        "reader",
                        "requiredSecrets: [{ name: model, keys: [token], purpose: model-provider-token }]")
                + RULE
                + STACK.formatted("foreign", RESULT, "elsewhere", "");
    }

    private static final String RESULT = """
        cat >prompt; echo "the token is $MODEL_TOKEN"; echo "{\\"type\\":\\"result\\",\\"text\\":\\"The cause is found.\\"}"
        """.strip();
}
