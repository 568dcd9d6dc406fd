package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server with one worker whose agent follows a script and asks, under a tool profile that lets people decide on most. */
abstract class AskingAgent {

    static final String PROFILE = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentToolProfile
            metadata: { name: careful, namespace: acme }
            spec:
              filesystemPolicy: workspace-write
              approvalPolicyByTool: { Read: allow, WebFetch: deny }
              deniedCommands: ["rm *"]
            """;

    final ResourceStore store = new InMemoryResourceStore();
    Scenario scenario;
    Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
    }

    @AfterEach
    void stop() {
        krate.close();
    }

    Session launched(Script script) {
        scenario.agents.next(script);
        deliver();
        krate.start(1);
        eventually(() -> all(krate, AgentDispatchAttempt.class).stream()
                .anyMatch(one -> !one.status().runtimeSession().isEmpty()));
        return new Session(attempt().status().runtimeSession());
    }

    void deliver() {
        scenario.apply(krate);
        Documents.read(PROFILE).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        scenario.apply(krate, "adapter: claude", "adapter: claude\n  toolProfileRef: careful");
        scenario.deliver(krate, "d-1");
    }

    AgentDispatchAttempt attempt() {
        return all(krate, AgentDispatchAttempt.class).get(0);
    }

    static Script asking(String id, String tool, String input) {
        return Script.silent().say(AgentEvent.Type.QUESTION, tool + " " + input, question(id, tool, input));
    }

    static Map<String, String> question(String id, String tool, String input) {
        return Map.of(Detail.REQUEST_ID, id, Detail.TOOL, tool, "input", input);
    }

    static ApprovalDesk.Request request(AgentApproval approval, boolean yes) {
        return new ApprovalDesk.Request(NAMESPACE, approval.metadata().name(), yes, List.of(), "", "");
    }

    String condition(String type) {
        return run(krate).status().conditions().stream()
                .filter(one -> one.type().equals(type))
                .map(Condition::status)
                .findFirst()
                .orElse("");
    }

    void decide(AgentApproval approval, boolean yes) {
        assertThat(krate.approvals().decide(request(approval, yes), ALICE)).isInstanceOf(ApprovalDesk.Decided.class);
    }

    static void eventually(BooleanSupplier question) {
        long start = System.nanoTime();
        while (!question.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            try {
                assertThat(new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS))
                        .isFalse();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
