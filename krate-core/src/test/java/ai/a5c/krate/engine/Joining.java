package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.event;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.store.ResourceStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A pull request, the events that tell of one request, and rules that each of them fits. */
abstract class Joining {

    static final String HEAD = "1".repeat(40);
    static final Optional<WorkItem> PULL = Optional.of(new WorkItem("pull-request", 3, "Broken"));

    static final SourceEvent ASSIGNED = event("assigned", Source.PULL_REQUEST, "pull_request.assigned")
            .workItem(PULL)
            .sha(Optional.of(HEAD))
            .branch(Optional.of("feature"))
            .build();

    static final SourceEvent MENTIONED = event("mentioned", Source.PR_COMMENT, "issue_comment.created")
            .workItem(PULL)
            .text(new Text("@claude fix this", "", "2"))
            .mentions(List.of("@claude"))
            .build();

    static final SourceEvent LABELLED = event("labelled", Source.LABEL, "pull_request.label_updated")
            .workItem(PULL)
            .sha(Optional.of(HEAD))
            .labels(List.of("agent:fix"))
            .build();

    static final SourceEvent FAILED = event("failed", Source.CI, "workflow_job.completed")
            .sha(Optional.of(HEAD))
            .build();

    @TempDir
    Path root;

    Scenario scenario;

    @BeforeEach
    void start() {
        scenario = new Scenario(root.resolve("first"));
    }

    Krate krate(ResourceStore store) {
        scenario = new Scenario(root.resolve(Long.toString(System.nanoTime())));
        Krate krate = scenario.krate(store);
        scenario.apply(krate);
        rule(krate, "on-assignment", "pull-request", "{ events: [pull_request.assigned] }");
        rule(krate, "on-failure", "ci", "{ events: [workflow_job.completed] }");
        rule(krate, "on-label", "label", "{ labels: { any: [\"agent:fix\"] }, actors: { permission: write } }");
        return krate;
    }

    static void rule(Krate krate, String name, String source, String match) {
        Documents.read("""
                        apiVersion: krate.a5c.ai/v1alpha1
                        kind: AgentTriggerRule
                        metadata: { name: %s, namespace: acme }
                        spec:
                          lifecycleState: active
                          sources: [%s]
                          match: %s
                          agentStack: claude-fix
                          taskKind: issue-fix
                        """.formatted(name, source, match))
                .forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
    }

    /** The pull request was opened some time before, so that its head is known. */
    void noted(Krate krate) {
        scenario.deliver(
                krate,
                event("opened", Source.PULL_REQUEST, "pull_request.opened")
                        .workItem(PULL)
                        .sha(Optional.of(HEAD))
                        .branch(Optional.of("feature"))
                        .build());
        krate.drain();
        assertThat(all(krate, AgentDispatchRun.class)).isEmpty();
    }
}
