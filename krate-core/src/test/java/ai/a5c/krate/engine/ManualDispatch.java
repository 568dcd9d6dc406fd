package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.manual.Asked;
import ai.a5c.krate.engine.manual.DispatchAnswer;
import ai.a5c.krate.engine.manual.DispatchAnswer.Accepted;
import ai.a5c.krate.engine.manual.DispatchRequest;
import ai.a5c.krate.engine.manual.Preview;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** People who dispatch by hand in an organization with a repository, and the words for it. */
abstract class ManualDispatch {

    static final Caller BOB = new Caller("bob", Caller.Road.API, false, Set.of("acme"));

    static final String LABEL = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentContextLabel
            metadata: { name: careful }
            spec:
              promptFragment: Never touch the build files.
              allowedSources: [manual]
            """;

    final ResourceStore store = new InMemoryResourceStore();
    Scenario scenario;
    Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
        scenario.apply(krate);
        commit("main", Map.of("src/Calculator.java", "return a - b;\n", "AGENTS.md", "Be kind.\n"));
        apply("""
                apiVersion: krate.a5c.ai/v1alpha1
                kind: User
                metadata: { name: bob }
                spec: { displayName: Bob }
                ---
                apiVersion: krate.a5c.ai/v1alpha1
                kind: User
                metadata: { name: carol }
                spec: { displayName: Carol }
                """);
    }

    String commit(String branch, Map<String, String> files) {
        return scenario.repositories.commitOnRemote("acme/app", branch, new TreeMap<>(files));
    }

    void apply(String yaml) {
        Documents.read(yaml).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
    }

    static Map<String, Object> body(Object... more) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "agentStack", "claude-fix",
                "repository", "app",
                "taskKind", "issue-fix",
                "prompt", "Mend the sum."));
        for (int i = 0; i + 1 < more.length; i += 2) {
            body.put(String.valueOf(more[i]), more[i + 1]);
        }
        return body;
    }

    DispatchAnswer ask(Caller caller, Object... more) {
        return krate.dispatch().dispatch(new Asked(NAMESPACE, DispatchRequest.read(body(more), ""), caller));
    }

    AgentDispatchRun run(Object... more) {
        DispatchAnswer answer = ask(ALICE, more);
        assertThat(answer).isInstanceOf(Accepted.class);
        return ((Accepted) answer).run();
    }

    Preview preview(Caller caller, Object... more) {
        return krate.dispatch().preview(new Asked(NAMESPACE, DispatchRequest.read(body(more), ""), caller));
    }
}
