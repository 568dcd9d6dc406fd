package io.jenkins.plugins.krate.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import io.jenkins.plugins.krate.config.EmbeddedEngineConfiguration;
import io.jenkins.plugins.krate.config.KrateGlobalConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The embedded engine in a Jenkins: agents are shell scripts on nodes. Needs git and sh, no network. */
class EmbeddedOnNodesTest {

    private static final String LOCAL = "io.jenkins.plugins.krate.ALLOW_LOCAL_REPOSITORIES";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    private Path directory;

    @BeforeEach
    void makeARepository() throws Exception {
        System.setProperty(LOCAL, "true");
        Path app = Files.createDirectory(directory.resolve("app"));
        Files.writeString(app.resolve("README.md"), "An application.\n");
        git("init", "-q", "-b", "main", app.toString());
        git("-C", app.toString(), "add", "-A");
        git("-C", app.toString(), "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "one");
    }

    @AfterEach
    void forgetTheProperty() {
        System.clearProperty(LOCAL);
    }

    private static void git(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private void configure(String label) {
        EmbeddedEngineConfiguration engine = new EmbeddedEngineConfiguration("");
        engine.setLabel(label);
        engine.setDocuments(documents());
        KrateGlobalConfiguration.get().setEngine(engine);
    }

    /** One agent that says on which machine it is, and one that the first time works until it is ended. */
    private String documents() {
        String said = "echo \"{\\\"type\\\":\\\"result\\\",\\\"text\\\":\\\"The cause is found.\\\"}\"";
        return """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: Repository
            metadata: { name: app }
            spec: { cloneUrl: "file://%1$s/app" }
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
            kind: RunnerPool
            metadata: { name: nodes }
            spec: { runtime: jenkins-node, maxReplicas: 2, trustTier: trusted, serviceAccountRef: reader }
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentStack
            metadata: { name: diagnose }
            spec:
              baseAgent: script
              adapter: command
              command: [sh, -c, 'pwd >%1$s/place; cat >/dev/null; echo mended >mended; %2$s']
              runtimeIdentity: { serviceAccountRef: reader }
              runnerPool: nodes
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentStack
            metadata: { name: interrupted }
            spec:
              baseAgent: script
              adapter: command
              command: [sh, -c, 'cat >/dev/null; if [ -e %1$s/tried ]; then %2$s; else echo x >%1$s/tried; sleep 600; fi']
              runtimeIdentity: { serviceAccountRef: reader }
              runnerPool: nodes
            """.formatted(directory, said);
    }

    private static WorkflowRun begin(JenkinsRule jenkins, String stack) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "app");
        job.setDefinition(new CpsFlowDefinition("""
            def run = krateDispatch(stack: '%s', task: 'diagnosis', prompt: 'Why?', repository: 'app')
            echo "over: ${run.phase}: ${run.summary}"
            if (run.phase == 'succeeded') {
              echo "patch: ${krateArtifact(run: run.id, name: 'patch')}"
            }
            """.formatted(stack), true));
        return job.scheduleBuild2(0).waitForStart();
    }

    @Test
    void anAgentWorksOnTheNodeWithTheLabelAndItsChangesComeBack() throws Throwable {
        sessions.then(jenkins -> {
            var node = jenkins.createOnlineSlave(Label.get("agents"));
            configure("agents");
            WorkflowRun build = jenkins.waitForCompletion(begin(jenkins, "diagnose"));

            jenkins.assertBuildStatusSuccess(build);
            jenkins.assertLogContains("over: succeeded: The cause is found.", build);
            jenkins.assertLogContains("+mended", build);
            assertThat(directory.resolve("place"))
                    .content()
                    .startsWith(node.getRootPath().getRemote());
        });
    }

    @Test
    void anAgentThatARestartEndedIsTriedAgainAndTheBuildGoesOn() throws Throwable {
        sessions.then(jenkins -> {
            configure("built-in");
            begin(jenkins, "interrupted");
            while (!Files.exists(directory.resolve("tried"))) {
                Thread.onSpinWait();
            }
        });
        sessions.then(jenkins -> {
            WorkflowRun build =
                    jenkins.jenkins.getItemByFullName("app", WorkflowJob.class).getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("over: succeeded: The cause is found.", build);
        });
    }

    @Test
    void theFaultsOfDocumentsAreToldWhereTheEngineIsAsked() throws Throwable {
        sessions.then(jenkins -> {
            EmbeddedEngineConfiguration engine = new EmbeddedEngineConfiguration("krate/nowhere");
            KrateGlobalConfiguration.get().setEngine(engine);

            assertThat(KrateGlobalConfiguration.get()
                            .getEngine()
                            .engine(jenkins.jenkins)
                            .info()
                            .warning())
                    .startsWith("the resource documents are not applied: there is no folder ");
        });
    }

    @Test
    void workspacesAreCopiedWithoutGoingThroughTheirLinks() throws Throwable {
        Path secret = Files.createDirectory(directory.resolve("secret"));
        Files.writeString(secret.resolve("key"), "of the controller");
        Path workspace = Files.createDirectory(directory.resolve("workspace"));
        Files.writeString(workspace.resolve("file"), "own");
        Files.writeString(workspace.resolve(".git"), "gitdir: elsewhere");
        Files.createSymbolicLink(workspace.resolve("link"), secret);
        sessions.then(jenkins -> {
            Path copy = directory.resolve("copy");
            new hudson.FilePath(workspace.toFile())
                    .copyRecursiveTo(new WorkspaceScanner(), new hudson.FilePath(copy.toFile()), "workspace");

            assertThat(List.of(copy.toFile().list())).containsExactlyInAnyOrder("file", "link");
            assertThat(copy.resolve("link")).isSymbolicLink();
        });
    }
}
