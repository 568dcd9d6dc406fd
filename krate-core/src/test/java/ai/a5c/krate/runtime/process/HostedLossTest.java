package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.LaunchRequest.Limits;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.testkit.AgentRuntimeContract;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.testkit.LocalMachines;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of agents on other machines, of their work, and of what they are given, when something breaks. */
class HostedLossTest {

    @TempDir
    private Path directory;

    @TempDir
    private Path workspace;

    private LocalMachines machines;

    @BeforeEach
    void open() {
        machines = new LocalMachines(directory.resolve("machine"));
    }

    @AfterEach
    void end() {
        machines.end();
    }

    private HostedRuntime runtime() {
        return new HostedRuntime("jenkins-node", directory.resolve("sessions"), ProcessRuntime.DEFAULT_PATH, machines);
    }

    private LaunchRequest request(String script) {
        return request(script, Map.of(), Setup.PLAIN, Duration.ofMinutes(1));
    }

    private LaunchRequest request(String script, Map<String, String> environment, Setup setup, Duration idle) {
        return new LaunchRequest(
                "one",
                "command",
                List.of("sh", "-c", script),
                "Mend it.",
                workspace,
                environment,
                Trust.TRUSTED,
                new Limits(Duration.ofMinutes(1), idle, 10_000),
                setup);
    }

    private static Heard hear(AgentRuntime runtime, Session session) {
        return AgentRuntimeContract.hear(runtime, session, 0);
    }

    private static List<String> texts(Heard heard) {
        return heard.events().stream().map(AgentEvent::text).toList();
    }

    @Test
    void whatTheAgentChangesComesBackAsOnePatch() throws IOException {
        Files.writeString(workspace.resolve("kept"), "as it was\n");
        Files.writeString(workspace.resolve("changed"), "before\r\n");
        Files.writeString(workspace.resolve("gone"), "soon\n");
        Files.writeString(workspace.resolve(".gitignore"), "ignored\n");

        HostedRuntime runtime = runtime();
        Heard heard = hear(
                runtime,
                runtime.launch(
                        request("cat; printf 'after\\r\\n' >changed; rm gone; mkdir new; printf '\\0\\1' >new/bytes;"
                                + " echo x >ignored")));

        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(texts(heard)).containsExactly("Mend it.");
        assertThat(Files.readString(workspace.resolve("kept"))).isEqualTo("as it was\n");
        assertThat(Files.readString(workspace.resolve("changed"))).isEqualTo("after\r\n");
        assertThat(Files.readAllBytes(workspace.resolve("new/bytes"))).containsExactly(0, 1);
        assertThat(workspace.resolve("gone")).doesNotExist();
        assertThat(workspace.resolve("ignored")).doesNotExist();
    }

    @Test
    void noPatchLeavesTheWorkspace() throws IOException {
        Files.createDirectory(directory.resolve("elsewhere"));
        Files.createDirectory(workspace.resolve("real"));
        Files.createSymbolicLink(workspace.resolve("link"), Path.of("real"));
        ReturnedChanges returned = new ReturnedChanges(new Programs(ProcessRuntime.DEFAULT_PATH));
        SessionDirectory session = SessionDirectory.of(SessionDirectory.root(directory.resolve("sessions")), "one");
        session.create("command", "");

        for (String path :
                List.of("../%s/elsewhere/new".formatted(directory.getFileName()), "link/new", ".git/config")) {
            String patch =
                    "diff --git a/%1$s b/%1$s\nnew file mode 100644\n--- /dev/null\n+++ b/%1$s\n@@ -0,0 +1 @@\n+x\n"
                            .formatted(path);
            assertThatExceptionOfType(RuntimeUnavailableException.class)
                    .as(path)
                    .isThrownBy(() -> returned.apply(session, workspace, patch.getBytes(StandardCharsets.UTF_8)))
                    .withMessage("what the agent changed could not be applied to the workspace: retry the run");
        }
        assertThat(directory.resolve("elsewhere")).isEmptyDirectory();
        assertThat(workspace.resolve("real")).isEmptyDirectory();
        assertThat(workspace.resolve(".git")).doesNotExist();
    }

    @Test
    void aMachineThatGoesAwayLosesItsAgentAndSaysWhichOneItWas() {
        HostedRuntime runtime = runtime();
        Session session = runtime.launch(request("echo at work; sleep 600"));
        Awaitility.await()
                .until(() -> !runtime.events(session, 0, Duration.ZERO).events().isEmpty());

        machines.goAway();
        Heard heard = hear(runtime, session);

        assertThat(heard.end().outcome()).isEqualTo(Outcome.LOST);
        assertThat(heard.end().message())
                .isEqualTo("'here' went away while the agent ran on it: see that the node is online, then retry");
        assertThat(texts(heard)).containsExactly("at work");
    }

    @Test
    void whereNoMachineIsThereNothingIsStartedAndTheSameRequestWorksLater() {
        machines.goAway();
        HostedRuntime runtime = runtime();
        assertThatExceptionOfType(RuntimeUnavailableException.class)
                .isThrownBy(() -> runtime.launch(request("echo late")))
                .withMessage("no machine is online");
        assertThat(runtime.find("one")).isEmpty();

        machines.comeBack();

        assertThat(texts(hear(runtime, runtime.launch(request("echo late"))))).containsExactly("late");
        assertThat(machines.started()).hasSize(1);
    }

    @Test
    void anAgentIsLostWithTheProcessThatKeptItAndIsNeverStartedAgain() {
        Session session = runtime().launch(request("echo at work; sleep 600"));

        HostedRuntime restarted = runtime();
        assertThat(restarted.find("one")).contains(session);
        assertThat(restarted.launch(request("echo at work; sleep 600"))).isEqualTo(session);
        Heard heard = hear(restarted, session);

        assertThat(heard.end().outcome()).isEqualTo(Outcome.LOST);
        assertThat(heard.end().message())
                .isEqualTo("this program was restarted while the agent ran on 'here'; what it did there is gone");
        Awaitility.await().untilAsserted(() -> assertThat(machines.swept()).containsExactly(session.id()));
        assertThat(machines.started()).hasSize(1);
    }

    @Test
    void theAgentHasWhatItIsGrantedAndNothingOfTheMachine() {
        Setup setup = new Setup(
                "",
                "",
                Setup.Questions.DENY,
                Optional.empty(),
                Setup.Sandbox.CLOSED,
                List.of(),
                0,
                Map.of("TOKEN_FILE", "in a file"));
        HostedRuntime runtime = runtime();

        Heard heard = hear(
                runtime,
                runtime.launch(request(
                        "echo \"$TOKEN\"; cat \"$TOKEN_FILE\"; echo; echo \"$OF_THE_MACHINE.\"; ls ..; env | cut -d= -f1 | sort | tr '\\n' ' '",
                        Map.of("TOKEN", "it's $HOME `id` \"x\""),
                        setup,
                        Duration.ofMinutes(1))));

        assertThat(texts(heard))
                .startsWith("it's $HOME `id` \"x\"", "in a file", ".", "base", "home", "secrets", "tmp", "work");
        assertThat(texts(heard).get(texts(heard).size() - 1).replace("_ ", "").replace("OLDPWD ", ""))
                .isEqualTo("HOME KRATE_SESSION LANG PATH PWD TERM TMPDIR TOKEN TOKEN_FILE ");
    }

    @Test
    void limitsAreHeldFromHere() {
        assertThat(ending("sleep 600", Duration.ofMillis(300))).isEqualTo(Outcome.IDLE);
        machines = new LocalMachines(directory.resolve("another"));
        directory = directory.resolve("second");
        assertThat(ending("yes", Duration.ofMinutes(1))).isEqualTo(Outcome.OUTPUT_LIMIT);
    }

    private Outcome ending(String script, Duration idle) {
        HostedRuntime runtime = runtime();
        Session session = runtime.launch(request(script, Map.of(), Setup.PLAIN, idle));
        return hear(runtime, session).end().outcome();
    }

    @Test
    void workThatIsNotTrustedIsRefusedSinceNothingIsolatesItThere() {
        LaunchRequest trusted = request("true");
        LaunchRequest untrusted = new LaunchRequest(
                "two",
                trusted.adapter(),
                trusted.command(),
                "",
                workspace,
                Map.of(),
                Trust.UNTRUSTED,
                trusted.limits());

        assertThatExceptionOfType(LaunchRefusedException.class)
                .isThrownBy(() -> runtime().launch(untrusted))
                .withMessage("work that is not trusted, or that a tool profile restricts, runs only in a sandbox, and"
                        + " this runtime has none on its machines: name a runner pool with another runtime");
    }

    @Test
    void anAgentThatIsOlderThanItMayBeIsRefused() {
        LaunchRequest claude = new LaunchRequest(
                "three",
                "claude",
                List.of(),
                "Mend it.",
                workspace,
                Map.of(),
                Trust.TRUSTED,
                new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000));

        assertThatExceptionOfType(LaunchRefusedException.class)
                .isThrownBy(() -> runtime().launch(claude))
                .withMessageStartingWith("claude on 'here' is older than 2.1.64, which is the least that is started");
        assertThat(machines.started()).isEmpty();
    }
}
