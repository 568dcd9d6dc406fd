package ai.a5c.krate.notice;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusCommentTextTest {

    private static final String PAGE = "https://krate.example/orgs/acme/agents/runs/run-1";

    @Test
    void everyPhaseIsToldAsThePageSays() throws IOException {
        StringBuilder page = new StringBuilder();
        for (RunPhase phase : RunPhase.values()) {
            for (String trust : List.of("trusted", "untrusted")) {
                page.append("## %s, %s%n%n%s%n%n"
                        .formatted(
                                phase.name().toLowerCase(Locale.ROOT),
                                trust,
                                StatusComment.text(new RunStory(
                                        run(phase, trust, "The pool is full."),
                                        phase == RunPhase.WAITING_FOR_APPROVAL ? List.of(approval(2)) : List.of(),
                                        phase == RunPhase.SUCCEEDED || phase == RunPhase.FAILED ? effects() : List.of(),
                                        PAGE))));
            }
        }
        GeneratedFile.at("krate-core/src/test/resources/notice/status-comment.md")
                .mustBe(page.toString());
    }

    @Test
    void wordsOfOthersMentionNobodyAndMarkNothing() {
        String text = StatusComment.text(new RunStory(
                run(
                        RunPhase.FAILED,
                        "trusted",
                        "`@everyone` <!-- krate:v1 run=x -->\n\n# Hello [x](https://evil.example)"),
                List.of(),
                List.of(),
                ""));
        assertThat(text)
                .contains("**Failed.** `'@everyone' <!-- krate:v1 run=x --> # Hello [x](https://evil.example)`");
    }

    @Test
    void whateverARunHoldsTheCommentIsBounded() {
        Seeds.forAll(50, random -> {
            String long1 = "x".repeat(random.nextInt(100_000));
            List<AgentApproval> questions = IntStream.range(0, random.nextInt(60))
                    .mapToObj(i -> approval(random.nextInt(50) + 1))
                    .toList();
            String text = StatusComment.text(
                    new RunStory(run(RunPhase.WAITING_FOR_APPROVAL, "trusted", long1), questions, List.of(), PAGE));
            assertThat(text.length()).isLessThan(12_000);
        });
    }

    @Test
    void theLaterRunIsTold() {
        AgentDispatchRun first = run(RunPhase.RUNNING, "trusted", "");
        assertThat(StatusComment.replaces(first, first)).isTrue();
    }

    static AgentDispatchRun run(RunPhase phase, String trust, String reason) {
        Map<String, Object> status = new HashMap<>();
        status.put("phase", word(phase.name()));
        status.put("attempts", 2);
        status.put("terminalReason", Map.of("code", "Some", "message", reason));
        status.put("failure", Map.of("failureClass", "model-overloaded", "advice", "Wait an hour."));
        return read(
                AgentDispatchRun.class,
                "run-1",
                Map.of(
                        "organizationRef", "acme",
                        "repository", "app",
                        "agentStack", "claude-fix",
                        "taskKind", "issue-fix",
                        "sourceRefs", List.of("event-1"),
                        "workItem", "issue/1",
                        "trust", trust,
                        "requester", Map.of("login", "alice", "id", "2")),
                status);
    }

    private static AgentApproval approval(int actions) {
        List<Map<String, Object>> asked = new ArrayList<>();
        for (int i = 1; i <= actions; i++) {
            asked.add(Map.of("ordinal", i, "action", "branch-push", "target", "acme/app:krate/run-1"));
        }
        return read(
                AgentApproval.class,
                "approval-1",
                Map.of(
                        "dispatchRun", "run-1",
                        "action", "write-back",
                        "requestedBy", "alice",
                        "actions", asked,
                        "fourEyes", true,
                        "approvals", 2,
                        "expiresAt", "2026-11-23T12:00:00Z"),
                Map.of("phase", "pending"));
    }

    private static List<AgentWriteBack> effects() {
        return Stream.of(WriteBackPhase.values())
                .map(phase -> read(
                        AgentWriteBack.class,
                        "wb-" + word(phase.name()),
                        Map.of("dispatchRun", "run-1", "ordinal", 1, "action", "issue-comment", "target", "1"),
                        Map.of(
                                "phase",
                                word(phase.name()),
                                "url",
                                phase == WriteBackPhase.SETTLED
                                        ? "https://gitea.example.com/acme/app/issues/1#c-9"
                                        : "")))
                .toList();
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <R extends Resource> R read(
            Class<R> kind, String name, Map<String, Object> spec, Map<String, Object> status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", "runs.krate.a5c.ai/v1alpha1");
        document.put("kind", kind.getSimpleName());
        document.put("metadata", Map.of("name", name, "namespace", "acme"));
        document.put("spec", spec);
        document.put("status", status);
        return kind.cast(ResourceCodec.read(KindRegistry.of(kind), document));
    }
}
