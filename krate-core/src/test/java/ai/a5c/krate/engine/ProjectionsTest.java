package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.event;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Sighting;
import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.event.Sighting.Build;
import ai.a5c.krate.event.Sighting.Item;
import ai.a5c.krate.event.Sighting.Part;
import ai.a5c.krate.event.Sighting.Progress;
import ai.a5c.krate.event.Sighting.Standing;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.Issue;
import ai.a5c.krate.kind.execution.Job;
import ai.a5c.krate.kind.execution.Pipeline;
import ai.a5c.krate.kind.execution.Pipeline.Conclusion;
import ai.a5c.krate.kind.execution.PullRequest;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CountedCalls;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of what events tell of are kept with the decision about them, whatever rules say. */
class ProjectionsTest {

    private static final Instant OPENED = Instant.parse("2026-11-22T11:00:00Z");

    private final CountedCalls counted = new CountedCalls(new InMemoryResourceStore());
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(counted.store());
        scenario.apply(krate);
    }

    @Test
    void anIssueThatNoRuleIsAboutIsKeptAsItWasSeen() {
        deliver(issue("opened", 0, "Crash"));
        deliver(issue("closed", 60, "Crash"));
        assertThat(all(krate, Issue.class)).singleElement().satisfies(issue -> {
            assertThat(issue.metadata().name()).isEqualTo("app-1");
            assertThat(issue.metadata().labels()).containsEntry("krate.a5c.ai/work-item", Names.label("issue/1"));
            assertThat(issue.spec().title()).isEqualTo("Crash");
            assertThat(issue.status().state()).isEqualTo(Issue.State.CLOSED);
        });
        assertThat(all(krate, PullRequest.class)).isEmpty();
    }

    @Test
    void whatChangesNothingIsNotWritten() {
        deliver(issue("opened", 0, "Crash"));
        deliver(issue("edited", 60, "Crash"));
        counted.taken();
        deliver(issue("assigned", 60, "Crash"));
        Map<String, Integer> same = counted.taken();
        deliver(issue("unassigned", 90, "Crash"));
        Map<String, Integer> changing = counted.taken();
        assertThat(changing.getOrDefault("put", 0) - same.getOrDefault("put", 0))
                .isEqualTo(1);
        assertThat(changing.getOrDefault("get", 0) - same.getOrDefault("get", 0))
                .isEqualTo(1);
        assertThat(all(krate, Issue.class).get(0).status().updatedAt()).isEqualTo(OPENED.plusSeconds(90));
    }

    @Test
    void aSecretInATitleIsNotKept() {
        deliver(issue("opened", 0, "Key " + Scenario.API_KEY + " leaked"));
        assertThat(all(krate, Issue.class).get(0).spec().title())
                .startsWith("Key ")
                .endsWith(" leaked")
                .doesNotContain(Scenario.API_KEY);
    }

    @Test
    void aBuildAndItsJobAreKeptBesideEachOther() {
        deliver(job("failure"));
        deliver(run("failure"));
        Pipeline pipeline = all(krate, Pipeline.class).get(0);
        assertThat(pipeline.spec().provider()).isEqualTo("gitea");
        assertThat(pipeline.spec().externalId()).isEqualTo("12");
        assertThat(pipeline.status().conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(pipeline.status().failedJobs()).containsExactly("test");
        assertThat(all(krate, Pipeline.class)).hasSize(1);
        assertThat(all(krate, Job.class)).singleElement().satisfies(job -> {
            assertThat(job.spec().pipeline()).isEqualTo(pipeline.metadata().name());
            assertThat(job.status().conclusion()).isEqualTo(Conclusion.FAILURE);
        });
    }

    @Test
    void whatIsKeptOutlivesACrashOfTheServerAndIsNotDoubled() {
        scenario.deliver(krate, issue("opened", 0, "Crash"));
        krate.close();
        krate = scenario.krate(counted.store());
        krate.drain();
        scenario.deliver(krate, issue("opened", 0, "Crash"));
        krate.drain();
        assertThat(all(krate, Issue.class)).hasSize(1);
    }

    private void deliver(SourceEvent event) {
        scenario.deliver(krate, event);
        krate.drain();
    }

    private static SourceEvent issue(String action, int after, String title) {
        Instant at = OPENED.plusSeconds(after);
        boolean closed = action.equals("closed");
        return event(action + after, Source.ISSUE, "issues." + action)
                .workItem(Optional.of(new WorkItem("issue", 1, title)))
                .sighting(Sighting.of(new Item(
                        closed ? Standing.CLOSED : Standing.OPEN,
                        new Account("alice", "2"),
                        "https://gitea.example.com/acme/app/issues/1",
                        List.of(),
                        "",
                        0,
                        Optional.of(OPENED),
                        at,
                        Optional.of(at).filter(time -> closed),
                        Optional.empty())))
                .build();
    }

    private static SourceEvent run(String conclusion) {
        return build("run", conclusion, "", Optional.empty());
    }

    private static SourceEvent job(String conclusion) {
        return build("job", conclusion, "test", Optional.of(new Part("31", "r1")));
    }

    private static SourceEvent build(String uid, String conclusion, String job, Optional<Part> part) {
        return event(uid, Source.CI, "workflow_" + uid + ".completed")
                .ci(Optional.of(new Ci("CI", job, "", "", "", conclusion, Optional.empty(), "", List.of(), "")))
                .sighting(Sighting.of(new Build(
                        "12",
                        5,
                        1,
                        "push",
                        Account.NOBODY,
                        part,
                        Progress.COMPLETED,
                        Optional.of(OPENED),
                        Optional.of(OPENED),
                        OPENED)))
                .build();
    }
}
