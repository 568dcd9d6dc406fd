package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.Sighting;
import ai.a5c.krate.event.Sighting.Build;
import ai.a5c.krate.event.Sighting.Progress;
import ai.a5c.krate.event.Sighting.Standing;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.execution.Issue;
import ai.a5c.krate.kind.execution.PullRequest;
import ai.a5c.krate.projection.ItemProjection;
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

/** What captured deliveries say of issues, pull requests and builds, and what is kept of them. */
class ProjectedDocumentsTest {

    private static final Instant READ = Instant.parse("2026-11-22T16:00:00Z");

    private final GiteaSource source = new GiteaSource();

    @Test
    void everyCapturedDeliveryOfAWorkItemSaysHowThatStood() {
        assertThat(Capture.all().stream()
                        .flatMap(capture -> source.read(capture.delivery()).event().stream())
                        .filter(event -> !event.type().startsWith("workflow")
                                && !event.type().startsWith("action_run"))
                        .filter(event -> event.workItem().isPresent()))
                .hasSizeGreaterThan(40)
                .allSatisfy(event -> assertThat(event.sighting().item()).isPresent());
    }

    @Test
    void anIssueThatWasClosedAndOpenedAgainAndClosedIsClosed() {
        Issue issue = issue(events("issue/1"));
        assertThat(issue.spec().title()).isEqualTo("Crash on start (edited)");
        assertThat(issue.spec().author().login()).isEqualTo("mallory");
        assertThat(issue.spec().url()).isEqualTo("http://127.0.0.1:3333/acme/app/issues/1");
        assertThat(issue.spec().openedAt()).isEqualTo("2026-11-22T15:01:40Z");
        assertThat(issue.status().state()).isEqualTo(Issue.State.CLOSED);
        assertThat(issue.status().closedAt()).isEqualTo("2026-11-22T15:03:25Z");
    }

    @Test
    void theMergedPullRequestIsMergedWhateverCommentsComeLater() {
        PullRequest pull = pull(events("pull-request/3"));
        assertThat(pull.spec().title()).isEqualTo("Fix division by zero (edited)");
        assertThat(pull.status().state()).isEqualTo(PullRequest.State.MERGED);
        assertThat(pull.status().mergeCommit()).isEqualTo("9e9f7a4671babfe6caa82a4d7dcf886f491c6ccd");
        assertThat(pull.spec().head().repository()).isEqualTo("acme/app");
    }

    @Test
    void aForksPullRequestNamesTheForkAndOneByPushNamesNothing() {
        PullRequest fork = pull(events("pull-request/4"));
        assertThat(fork.spec().head().repository()).isEqualTo("mallory/app");
        assertThat(fork.spec().head().ref()).isEqualTo("evil");
        assertThat(fork.status().state()).isEqualTo(PullRequest.State.CLOSED);
        SourceEvent agit = read(Capture.number("0081"));
        assertThat(pull(List.of(agit)).spec().head().repository()).isEmpty();
    }

    @Test
    void inWhateverOrderTheDeliveriesOfAWorkItemComeItStandsAlikeAtLast() {
        for (String item : List.of("issue/1", "issue/2", "pull-request/3", "pull-request/4")) {
            List<SourceEvent> told = events(item);
            Instant last = told.stream()
                    .map(event -> event.sighting().item().orElseThrow().updatedAt())
                    .max(Instant::compareTo)
                    .orElseThrow();
            Seeds.forAll(40, random -> {
                List<SourceEvent> mixed = new ArrayList<>(told);
                Collections.shuffle(mixed, new Random(random.nextLong()));
                if (item.startsWith("issue")) {
                    assertThat(issue(mixed).status().state())
                            .isEqualTo(issue(told).status().state());
                    assertThat(issue(mixed).status().updatedAt()).isEqualTo(last);
                } else {
                    assertThat(pull(mixed).status().state())
                            .isEqualTo(pull(told).status().state());
                    assertThat(pull(mixed).status().updatedAt()).isEqualTo(last);
                }
            });
        }
    }

    @Test
    void aDeletedIssueIsDeleted() {
        Capture closed = Capture.number("0021");
        String deleted = closed.body().replace("\"action\": \"closed\"", "\"action\": \"deleted\"");
        assertThat(deleted).isNotEqualTo(closed.body());
        SourceEvent event = source.read(closed.delivery(deleted)).event().orElseThrow();
        assertThat(event.sighting().item().orElseThrow().standing()).isEqualTo(Standing.DELETED);
    }

    @Test
    void aWorkflowsRunAndJobSayWhichBuildTheyAre() {
        Build run = build("workflow_run_completed_failure");
        assertThat(run.id()).isEqualTo("12");
        assertThat(run.number()).isEqualTo(5);
        assertThat(run.cause()).isEqualTo("push");
        assertThat(run.progress()).isEqualTo(Progress.COMPLETED);
        assertThat(run.job()).isEmpty();
        Build job = build("workflow_job_completed_failure");
        assertThat(job.id()).isEqualTo("12");
        assertThat(job.job()).contains(new Sighting.Part("31", "r1"));
        assertThat(build("workflow_job_queued").progress()).isEqualTo(Progress.QUEUED);
        assertThat(build("workflow_job_waiting").progress()).isEqualTo(Progress.WAITING);
        assertThat(build("workflow_run_in_progress").progress()).isEqualTo(Progress.RUNNING);
        assertThat(build("workflow_run_requested").progress()).isEqualTo(Progress.QUEUED);
    }

    @Test
    void whatCannotBeReadForPeopleLeavesTheEventAsItIs() {
        Capture comment = Capture.number("0006");
        String odd = comment.body().replaceFirst("\"state\": \"open\"", "\"state\": 7");
        assertThat(odd).isNotEqualTo(comment.body());
        SourceEvent event = source.read(comment.delivery(odd)).event().orElseThrow();
        assertThat(event.sighting()).isEqualTo(Sighting.NONE);
        assertThat(event.uid()).isEqualTo(read(comment).uid());
    }

    private Build build(String name) {
        return read(Capture.newest(name)).sighting().build().orElseThrow();
    }

    private List<SourceEvent> events(String item) {
        List<SourceEvent> found = Capture.captured().stream()
                .flatMap(capture -> source.read(capture.delivery()).event().stream())
                .filter(event ->
                        event.workItem().filter(one -> one.id().equals(item)).isPresent())
                .toList();
        assertThat(found).isNotEmpty();
        return found;
    }

    private SourceEvent read(Capture capture) {
        return source.read(capture.delivery()).event().orElseThrow();
    }

    private static Issue issue(List<SourceEvent> events) {
        Optional<Issue> known = Optional.empty();
        for (SourceEvent event : events) {
            Optional<Issue> before = known;
            known = projection().issue(before, metadata(), event).or(() -> before);
        }
        return known.orElseThrow();
    }

    private static PullRequest pull(List<SourceEvent> events) {
        Optional<PullRequest> known = Optional.empty();
        for (SourceEvent event : events) {
            Optional<PullRequest> before = known;
            known = projection().pull(before, metadata(), event).or(() -> before);
        }
        return known.orElseThrow();
    }

    private static ItemProjection projection() {
        return new ItemProjection("app", UnaryOperator.identity(), READ);
    }

    private static Metadata metadata() {
        return Metadata.named("acme", "app-1", Map.of());
    }
}
