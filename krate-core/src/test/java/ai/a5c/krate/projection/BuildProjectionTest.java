package ai.a5c.krate.projection;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Sighting;
import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.event.Sighting.Build;
import ai.a5c.krate.event.Sighting.Part;
import ai.a5c.krate.event.Sighting.Progress;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.kind.execution.Job;
import ai.a5c.krate.kind.execution.Pipeline;
import ai.a5c.krate.kind.execution.Pipeline.Conclusion;
import ai.a5c.krate.kind.execution.Pipeline.State;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is kept of builds and their jobs. */
class BuildProjectionTest {

    private static final Instant BEGUN = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant READ = Instant.parse("2026-11-22T13:00:00Z");
    private static final Metadata FIRST = Metadata.named("acme", "pipeline-1", Map.of());
    private static final String SHA = "1".repeat(40);

    @Test
    void aBuildIsKeptAsItIsTold() {
        Pipeline pipeline =
                pipeline(List.of(run(Progress.RUNNING, "", 1, 5), run(Progress.COMPLETED, "failure", 1, 90)));
        assertThat(pipeline.spec().title()).isEqualTo("CI");
        assertThat(pipeline.spec().number()).isEqualTo(5);
        assertThat(pipeline.spec().cause()).isEqualTo("push");
        assertThat(pipeline.spec().author().login()).isEqualTo("alice");
        assertThat(pipeline.spec().sha()).isEqualTo(SHA);
        assertThat(pipeline.spec().provider()).isEqualTo("gitea");
        assertThat(pipeline.status())
                .isEqualTo(new Pipeline.Status(
                        State.COMPLETED,
                        Conclusion.FAILURE,
                        0,
                        List.of(),
                        BEGUN,
                        BEGUN.plusSeconds(90),
                        BEGUN.plusSeconds(90),
                        READ));
    }

    @Test
    void inWhateverOrderDeliveriesComeTheLastStateStays() {
        List<SourceEvent> told = List.of(
                run(Progress.QUEUED, "", 1, 0),
                run(Progress.RUNNING, "", 1, 0),
                job(Progress.RUNNING, "", 1, 1),
                job(Progress.COMPLETED, "failure", 1, 30),
                run(Progress.COMPLETED, "failure", 1, 31),
                run(Progress.QUEUED, "", 2, 60),
                job(Progress.COMPLETED, "failure", 2, 80),
                run(Progress.COMPLETED, "failure", 2, 81));
        Pipeline expected = pipeline(told);
        assertThat(expected.status().failedJobs()).containsExactly("test");
        assertThat(expected.spec().tries()).isEqualTo(2);
        Job last = job(told);
        Seeds.forAll(200, random -> {
            List<SourceEvent> mixed = new ArrayList<>(told);
            Collections.shuffle(mixed, new Random(random.nextLong()));
            assertThat(pipeline(mixed)).isEqualTo(expected);
            assertThat(job(mixed)).isEqualTo(last);
        });
    }

    @Test
    void aBuildOfWhichOnlyAJobIsToldGoesOn() {
        Pipeline pipeline = pipeline(List.of(job(Progress.COMPLETED, "failure", 1, 30)));
        assertThat(pipeline.status().state()).isEqualTo(State.RUNNING);
        assertThat(pipeline.status().conclusion()).isEqualTo(Conclusion.NONE);
        assertThat(pipeline.status().failedJobs()).containsExactly("test");
        assertThat(pipeline.spec().url()).isEmpty();
        Job job = job(List.of(job(Progress.COMPLETED, "failure", 1, 30)));
        assertThat(job.spec().title()).isEqualTo("test");
        assertThat(job.spec().pipeline()).isEqualTo("pipeline-1");
        assertThat(job.status().failedStep()).isEqualTo("Run tests");
        assertThat(job.status().runner()).isEqualTo("r1");
        assertThat(job.status().conclusion()).isEqualTo(Conclusion.FAILURE);
    }

    @Test
    void aJobThatSucceedsLaterIsNoLongerAmongThoseThatFailed() {
        Pipeline pipeline = pipeline(List.of(
                job(Progress.COMPLETED, "failure", 1, 30),
                job(Progress.RUNNING, "", 1, 40),
                job(Progress.COMPLETED, "success", 1, 50)));
        assertThat(pipeline.status().failedJobs()).isEmpty();
    }

    @Test
    void aBuildThatOnlyItsAddressNamesIsToldByIt() {
        SourceEvent failed = plain("test", "failure", "https://ci.example/job/app/7/");
        SourceEvent other = plain("lint", "success", "https://ci.example/job/app/7/");
        Pipeline pipeline = pipeline(List.of(failed, other));
        assertThat(projection(failed).pipelineKey()).isEqualTo(projection(other).pipelineKey());
        assertThat(projection(failed).jobKey()).isNotEqualTo(projection(other).jobKey());
        assertThat(pipeline.spec().externalId()).isEqualTo("https://ci.example/job/app/7/");
        assertThat(pipeline.status().conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(pipeline.status().failedJobs()).containsExactly("test");
        assertThat(projection(plain("test", "failure", "https://ci.example/job/app/8/"))
                        .pipelineKey())
                .isNotEqualTo(projection(failed).pipelineKey());
    }

    @Test
    void withoutAnAddressTheWorkflowAtTheCommitIsTheBuild() {
        SourceEvent failed = plain("", "failure", "javascript:alert(1)");
        assertThat(projection(failed).jobKey()).isEmpty();
        assertThat(pipeline(List.of(failed)).spec().externalId()).isEqualTo("app/main@" + SHA);
        assertThat(pipeline(List.of(failed)).spec().url()).isEmpty();
    }

    @Test
    void aStatusThatIsSetAgainGoesBackAsToldLater() {
        Pipeline pipeline =
                pipeline(List.of(status("ci/build", "failure", 10, false), status("ci/build", "", 20, false)));
        assertThat(pipeline.status().state()).isEqualTo(State.RUNNING);
        assertThat(pipeline.status().conclusion()).isEqualTo(Conclusion.NONE);
        assertThat(pipeline.spec().title()).isEqualTo("ci/build");
    }

    @Test
    void ourOwnStatusesAndThoseThatTheForgesCiSetsBesideItsBuildsAreNone() {
        assertThat(of(status("krate/claude", "failure", 1, false))).isEmpty();
        assertThat(of(status("CI / test (push)", "failure", 1, true))).isEmpty();
        assertThat(of(status("krates/x", "failure", 1, false))).isPresent();
    }

    @Test
    void namesOfStrangersAreOneBoundedLineAndWhatIsSecretIsTakenOut() {
        SourceEvent event = plain("te\u001b[2Jst\nhunter2 " + "x".repeat(3_000), "failure", "");
        BuildProjection projection = BuildProjection.of(
                        "app", "jenkins", event, text -> text.replace("hunter2", "***"), READ)
                .orElseThrow();
        Job job = projection.job(Optional.empty(), FIRST, "pipeline-1").orElseThrow();
        assertThat(job.spec().title()).startsWith("te [2Jst *** xxx").hasSizeLessThanOrEqualTo(200);
        assertThat(projection
                        .pipeline(Optional.empty(), FIRST)
                        .orElseThrow()
                        .status()
                        .failedJobs())
                .containsExactly(job.spec().title());
        assertThat(job.spec().externalId()).doesNotContain("hunter2");
    }

    private static Pipeline pipeline(List<SourceEvent> events) {
        Optional<Pipeline> known = Optional.empty();
        for (SourceEvent event : events) {
            Optional<Pipeline> before = known;
            known = projection(event).pipeline(before, FIRST).or(() -> before);
        }
        return known.orElseThrow();
    }

    private static Job job(List<SourceEvent> events) {
        Optional<Job> known = Optional.empty();
        for (SourceEvent event : events) {
            Optional<Job> before = known;
            BuildProjection projection = projection(event);
            known = projection
                    .jobKey()
                    .flatMap(key -> projection.job(before, FIRST, "pipeline-1"))
                    .or(() -> before);
        }
        return known.orElseThrow();
    }

    private static BuildProjection projection(SourceEvent event) {
        return of(event).orElseThrow();
    }

    private static Optional<BuildProjection> of(SourceEvent event) {
        return BuildProjection.of("app", "gitea", event, UnaryOperator.identity(), READ);
    }

    private static SourceEvent run(Progress progress, String conclusion, int tries, int after) {
        return build(
                progress, new Ci("CI", "", "", "", "", conclusion, Optional.empty(), "", List.of(), ""), tries, after);
    }

    private static SourceEvent job(Progress progress, String conclusion, int tries, int after) {
        String step = conclusion.equals("failure") ? "Run tests" : "";
        SourceEvent event = build(
                progress,
                new Ci("CI", "test", "", step, "", conclusion, Optional.empty(), "", List.of(), ""),
                tries,
                after);
        Build whole = event.sighting().build().orElseThrow();
        return event.change()
                .sighting(Sighting.of(new Build(
                        whole.id(),
                        0,
                        tries,
                        "",
                        Account.NOBODY,
                        Optional.of(new Part("31", "r1")),
                        progress,
                        whole.startedAt(),
                        whole.finishedAt(),
                        whole.updatedAt())))
                .build();
    }

    private static SourceEvent build(Progress progress, Ci ci, int tries, int after) {
        Instant at = BEGUN.plusSeconds(after);
        return SourceEvent.of(progress + "-" + after, "acme", Source.CI, "workflow_run.completed", "acme/app")
                .sha(Optional.of(SHA))
                .ci(Optional.of(ci))
                .occurredAt(at)
                .sighting(Sighting.of(new Build(
                        "12",
                        5,
                        tries,
                        "push",
                        new Account("alice", "2"),
                        Optional.empty(),
                        progress,
                        Optional.of(BEGUN),
                        Optional.of(at),
                        at)))
                .build();
    }

    private static SourceEvent plain(String job, String conclusion, String url) {
        return SourceEvent.of(job, "acme", Source.CI, "build.finished", "acme/app")
                .sha(Optional.of(SHA))
                .ci(Optional.of(new Ci("app/main", job, "", "", "", conclusion, Optional.empty(), "", List.of(), url)))
                .occurredAt(BEGUN)
                .build();
    }

    private static SourceEvent status(String context, String conclusion, int after, boolean bot) {
        return SourceEvent.of(context, "acme", Source.STATUS, "status", "acme/app")
                .sha(Optional.of(SHA))
                .actor(new Actor("gitea-actions", "-2", "unknown", false, bot))
                .ci(Optional.of(new Ci(
                        "", "", "", "", context, conclusion, Optional.empty(), "", List.of(), "https://x.example")))
                .occurredAt(BEGUN.plusSeconds(after))
                .build();
    }
}
