package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.AgentProgram;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.LaunchRequest.Limits;
import ai.a5c.krate.runtime.NotPossibleException;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Origin;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.runtime.Setup.Sandbox;
import ai.a5c.krate.runtime.Verdict;
import ai.a5c.krate.testkit.AgentRuntimeContract;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that are talked to and read in the formats of the real ones, played by stand-ins. */
class StandInsIT {

    private static final AtomicInteger KEYS = new AtomicInteger();

    @TempDir
    private Path directory;

    private Path workspace;

    @BeforeEach
    void makeTheWorkspace() throws IOException {
        workspace = Files.createDirectory(directory.resolve("workspace"));
    }

    @Test
    void claudeSpendsByTurnAndEndsWhenItHasSaidAll() {
        Heard heard = hear(launch("claude", "count", Setup.PLAIN));

        assertThat(texts(heard, AgentEvent.Type.MESSAGE)).containsExactly("one", "two", "three");
        assertThat(texts(heard, AgentEvent.Type.RESULT)).containsExactly("three");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(first(heard, AgentEvent.Type.STARTED).details()).containsEntry(Detail.SESSION_ID, "new-session");
        assertThat(sum(heard, Detail.COST_USD)).isEqualByComparingTo("0.25");
        assertThat(sum(heard, Detail.TOKENS)).isEqualByComparingTo("45");
    }

    @Test
    void aMessageReachesARunningClaudeOnceAndItsTurnCostsTheDifference() throws IOException {
        Session session = launch("claude", "hold", Setup.PLAIN);
        await(session, AgentEvent.Type.MESSAGE);

        runtime().send(session, "m-1", "and \"now\"");
        runtime().send(session, "m-1", "and \"now\"");
        Files.createFile(workspace.resolve("go"));
        Heard heard = hear(session);

        assertThat(texts(heard, AgentEvent.Type.RESULT)).containsExactly("held", "heard: and ");
        assertThat(kept(session, "heard"))
                .last()
                .isEqualTo("{\"type\":\"user\",\"message\":{\"role\":\"user\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"and \\\"now\\\"\"}]}}");
        assertThat(heard.events().stream()
                        .filter(event -> event.details().containsKey(Detail.COST_USD))
                        .map(event -> event.details().get(Detail.TURN) + ": "
                                + event.details().get(Detail.COST_USD)))
                .containsExactly("1: 0.25", "2: 0.25");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        runtime().send(session, "m-1", "given already");
        assertThatExceptionOfType(NotPossibleException.class)
                .isThrownBy(() -> runtime().send(session, "m-2", "too late"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("SessionOver"));
    }

    @Test
    void whatClaudeAsksIsAnsweredByTheFirstVerdict() throws IOException {
        Session session = launch("claude", "ask", asking());
        AgentEvent question = await(session, AgentEvent.Type.QUESTION);

        assertThat(question.text()).isEqualTo("Bash {\"command\":\"rm -r build\"}");
        assertThat(question.details()).containsEntry(Detail.REQUEST_ID, "req-1").containsEntry(Detail.TOOL, "Bash");
        assertThatExceptionOfType(NotPossibleException.class)
                .isThrownBy(() -> runtime().decide(session, new Verdict("req-2", true, "")))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("QuestionUnknown"));
        runtime().decide(session, new Verdict("req-1", true, "go on"));
        runtime().decide(session, new Verdict("req-1", false, "second thoughts"));
        Heard heard = hear(session);

        assertThat(texts(heard, AgentEvent.Type.MESSAGE)).containsExactly("allow");
        assertThat(kept(session, "answer"))
                .containsExactly("{\"type\":\"control_response\",\"response\":{\"subtype\":\"success\","
                        + "\"request_id\":\"req-1\",\"response\":{\"behavior\":\"allow\","
                        + "\"updatedInput\":{\"command\":\"rm -r build\"}}}}");
        assertThat(kept(session, "arguments")).containsSequence("--permission-prompt-tool", "stdio");
    }

    @Test
    void whileClaudeWaitsForPeopleItIsNotIdle() {
        LaunchRequest request = request("claude", "ask", List.of(), asking(), Trust.TRUSTED);
        Session session = runtime()
                .launch(new LaunchRequest(
                        request.launchKey(),
                        "claude",
                        List.of(),
                        "ask",
                        workspace,
                        Map.of(),
                        Trust.TRUSTED,
                        new Limits(Duration.ofMinutes(1), Duration.ofSeconds(2), 1_000_000),
                        asking()));
        await(session, AgentEvent.Type.QUESTION);
        Awaitility.await().pollDelay(Duration.ofSeconds(4)).until(() -> true);

        runtime().decide(session, new Verdict("req-1", false, "no"));

        assertThat(texts(hear(session), AgentEvent.Type.MESSAGE)).containsExactly("deny");
    }

    @Test
    void aSubagentOfClaudeIsALane() {
        Heard heard = hear(launch("claude", "delegate", Setup.PLAIN));

        assertThat(heard.events().stream()
                        .filter(event -> event.details().containsKey(Detail.LANE))
                        .map(event -> event.type() + " " + event.details().get(Detail.LANE) + " " + event.text()))
                .containsExactly(
                        "LANE toolu_9 reviewer started",
                        "MESSAGE toolu_9 looking",
                        "USAGE toolu_9 ",
                        "LANE toolu_9 reviewer succeeded");
    }

    @Test
    void claudeGoesOnWithExactlyTheConversationThatIsNamedOrWithACopy() throws IOException {
        Session first = launch("claude", "heed this", Setup.PLAIN);
        hear(first);
        workspace = Files.createDirectory(directory.resolve("another"));

        Session resumed = launch("claude", "remember", from(Origin.Mode.RESUME, "new-session", first));
        Session forked = launch("claude", "remember", from(Origin.Mode.FORK, "new-session", first));

        Heard again = hear(resumed);
        assertThat(texts(again, AgentEvent.Type.RESULT)).containsExactly("heed this remember ");
        assertThat(first(again, AgentEvent.Type.STARTED).details()).containsEntry(Detail.SESSION_ID, "new-session");
        assertThat(first(hear(forked), AgentEvent.Type.STARTED).details())
                .containsEntry(Detail.SESSION_ID, "fork-of-new-session");
        assertThat(kept(first, "new-session.jsonl")).containsExactly("heed this");
    }

    @Test
    void aConversationThatIsGoneIsRefused() {
        Session gone = new Session("0123456789abcdef0123456789abcdef");

        assertRefused(
                "OriginMissing", request("claude", "x", List.of(), from(Origin.Mode.RESUME, "s", gone), Trust.TRUSTED));
        assertRefused(
                "OriginRefused",
                request("claude", "x", List.of(), from(Origin.Mode.RESUME, "--help", gone), Trust.TRUSTED));
    }

    @Test
    void codexSaysWhatItRanAndWhatItFound() {
        Heard heard = hear(launch("codex", "go", Setup.PLAIN));

        assertThat(heard.events().stream().map(event -> event.type() + " " + event.text()))
                .containsExactly(
                        "STARTED Codex session",
                        "PROGRESS turn 1",
                        "PROGRESS Looking around",
                        "TOOL_CALL shell ls",
                        "TOOL_RESULT a\nb",
                        "TOOL_CALL edit update a",
                        "TOOL_RESULT ",
                        "MESSAGE Done.",
                        "USAGE ",
                        "RESULT Done.");
        assertThat(sum(heard, Detail.TOKENS)).isEqualByComparingTo("67");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void codexGoesOnWithASessionAndMakesNoCopy() {
        Session first = launch("codex", "go", Setup.PLAIN);
        hear(first);

        Heard again = hear(launch("codex", "on", from(Origin.Mode.RESUME, "thread-1", first)));

        assertThat(first(again, AgentEvent.Type.STARTED).details()).containsEntry(Detail.SESSION_ID, "thread-1");
        assertRefused(
                "ForkUnsupported",
                request("codex", "x", List.of(), from(Origin.Mode.FORK, "thread-1", first), Trust.TRUSTED));
        assertThatExceptionOfType(NotPossibleException.class)
                .isThrownBy(() -> runtime().send(first, "m", "x"))
                .withMessage("an agent of adapter codex takes no messages while it runs");
    }

    @Test
    void geminiSaysItsResultAfterItsLastTool() {
        Heard heard = hear(launch("gemini", "go", Setup.PLAIN));

        assertThat(texts(heard, AgentEvent.Type.RESULT)).containsExactly("It works.");
        assertThat(texts(heard, AgentEvent.Type.TOOL_CALL)).containsExactly("read_file {\"path\":\"a\"}");
        assertThat(sum(heard, Detail.TOKENS)).isEqualByComparingTo("70");
    }

    @Test
    void opencodeSaysItsResultInItsLastStep() {
        Heard heard = hear(launch("opencode", "go", Setup.PLAIN));

        assertThat(texts(heard, AgentEvent.Type.RESULT)).containsExactly("All good.");
        assertThat(sum(heard, Detail.COST_USD)).isEqualByComparingTo("0.003");
        assertThat(sum(heard, Detail.TOKENS)).isEqualByComparingTo("40");
        assertThat(first(heard, AgentEvent.Type.STARTED).details()).containsEntry(Detail.SESSION_ID, "ses_new");
    }

    @Test
    void eachSaysItselfThatItFailed() {
        assertThat(hear(launch("claude", "fail", Setup.PLAIN)).end().message())
                .isEqualTo("said that it failed: error_during_execution");
        assertThat(hear(launch("codex", "fail", Setup.PLAIN)).end().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(hear(launch("gemini", "fail", Setup.PLAIN)).end().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(hear(launch("opencode", "fail", Setup.PLAIN)).end().message())
                .isEqualTo("said that it failed: no credit");
    }

    @Test
    void modelAndSystemPromptReachTheAgent() throws IOException {
        Setup setup = new Setup("opus", "Be brief.", Questions.DENY, Optional.empty(), Sandbox.CLOSED, List.of(), 7);

        Session session = launch("claude", "count", setup);
        hear(session);

        assertThat(kept(session, "arguments"))
                .containsSequence("--model", "opus", "--append-system-prompt", "Be brief.", "--max-turns", "7");
    }

    @Test
    void programsThatAreInstalledAreToldWithTheirVersions() {
        assertThat(runtime().programs())
                .extracting(AgentProgram::adapter, AgentProgram::version, AgentProgram::installed)
                .containsExactly(
                        tuple("command", "", true),
                        tuple("claude", "2.1.200", true),
                        tuple("codex", "0.98.0", true),
                        tuple("gemini", "0.55.1", true),
                        tuple("opencode", "1.2.3", true));
    }

    /** T14. */
    @Test
    void anAgentBelowItsSafeVersionIsRefused() throws IOException {
        StandIns.path(directory);
        Path claude = directory.resolve("stand-ins/bin/claude");
        Files.writeString(claude, "#!/bin/sh\necho '2.0.12 (Claude Code)'\n");

        assertRefused("AgentTooOld", request("claude", "x", List.of(), Setup.PLAIN, Trust.TRUSTED));
        assertThat(runtime().programs().get(1).note()).isEqualTo("needs claude 2.1.64 or newer in the server's PATH");
        Files.writeString(claude, "#!/bin/sh\necho hello\n");
        assertRefused("AgentVersionUnknown", request("claude", "x", List.of(), Setup.PLAIN, Trust.TRUSTED));
    }

    /** T15. */
    @Test
    void argumentsThatLetAnAgentOffFromAskingAreRefused() {
        Map<String, List<List<String>>> arguments = Map.of(
                "claude",
                List.of(
                        List.of("--dangerously-skip-permissions"),
                        List.of("--permission-mode", "bypassPermissions"),
                        List.of("--permission-mode=bypassPermissions")),
                "codex",
                List.of(List.of("--full-auto"), List.of("--sandbox=danger-full-access"), List.of("-c", "x=1")),
                "gemini",
                List.of(List.of("--yolo"), List.of("-y"), List.of("--approval-mode", "yolo")),
                "opencode",
                List.of(List.of("--dangerously-skip-permissions")),
                "command",
                List.of(List.of("claude", "--dangerously-skip-permissions"), List.of("gemini", "--yolo")));

        arguments.forEach((adapter, all) -> all.forEach(
                some -> assertRefused("ArgumentRefused", request(adapter, "x", some, Setup.PLAIN, Trust.TRUSTED))));
        assertThat(hear(runtime()
                                .launch(request(
                                        "claude",
                                        "count",
                                        List.of("--permission-mode", "acceptEdits"),
                                        Setup.PLAIN,
                                        Trust.TRUSTED)))
                        .end()
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
    }

    private ProcessRuntime runtime() {
        return new ProcessRuntime(directory.resolve("sessions"), StandIns.path(directory));
    }

    private Session launch(String adapter, String prompt, Setup setup) {
        return runtime().launch(request(adapter, prompt, List.of(), setup, Trust.TRUSTED));
    }

    private LaunchRequest request(String adapter, String prompt, List<String> command, Setup setup, Trust trust) {
        return new LaunchRequest(
                "stand-in-" + KEYS.incrementAndGet(),
                adapter,
                command,
                prompt,
                workspace,
                Map.of(),
                trust,
                Bench.AMPLE,
                setup);
    }

    private static Setup asking() {
        return new Setup("", "", Questions.ASK, Optional.empty(), Sandbox.CLOSED, List.of(), 0);
    }

    private static Setup from(Origin.Mode mode, String id, Session session) {
        return new Setup(
                "", "", Questions.DENY, Optional.of(new Origin(mode, id, session)), Sandbox.CLOSED, List.of(), 0);
    }

    private Heard hear(Session session) {
        return AgentRuntimeContract.hear(runtime(), session, 0, Duration.ofSeconds(60));
    }

    private AgentEvent await(Session session, AgentEvent.Type type) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            Batch batch = runtime().events(session, 0, Duration.ofSeconds(1));
                            return batch.events().stream()
                                    .filter(event -> event.type() == type)
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private void assertRefused(String code, LaunchRequest request) {
        assertThatExceptionOfType(LaunchRefusedException.class)
                .isThrownBy(() -> runtime().launch(request))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    /** The lines of a file that the stand-in for Claude Code keeps. */
    private List<String> kept(Session session, String name) throws IOException {
        Path projects = directory.resolve("sessions").resolve(session.id()).resolve("home/.claude/projects");
        try (var files = Files.walk(projects)) {
            return Files.readAllLines(
                    files.filter(file -> file.endsWith(name)).findFirst().orElseThrow());
        }
    }

    private static List<String> texts(Heard heard, AgentEvent.Type type) {
        return heard.events().stream()
                .filter(event -> event.type() == type)
                .map(AgentEvent::text)
                .toList();
    }

    private static AgentEvent first(Heard heard, AgentEvent.Type type) {
        return heard.events().stream()
                .filter(event -> event.type() == type)
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal sum(Heard heard, String detail) {
        return heard.events().stream()
                .flatMap(event -> Optional.ofNullable(event.details().get(detail)).stream())
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
