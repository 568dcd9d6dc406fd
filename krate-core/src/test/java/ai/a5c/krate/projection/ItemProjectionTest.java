package ai.a5c.krate.projection;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.Sighting;
import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.event.Sighting.Item;
import ai.a5c.krate.event.Sighting.Proposal;
import ai.a5c.krate.event.Sighting.Standing;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.Issue;
import ai.a5c.krate.kind.execution.PullRequest;
import ai.a5c.krate.kind.execution.PullRequest.Mergeable;
import ai.a5c.krate.kind.execution.PullRequest.Side;
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

/** What is kept of issues and pull requests. */
class ItemProjectionTest {

    private static final Instant OPENED = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant READ = Instant.parse("2026-11-22T13:00:00Z");
    private static final Metadata FIRST = Metadata.named("acme", "app-7", Map.of());
    private static final String ONE = "1".repeat(40);
    private static final String TWO = "2".repeat(40);

    @Test
    void anIssueIsKeptAsItIsShown() {
        Issue issue = issues(List.of(issue("issues.closed", 60, Standing.CLOSED)));
        assertThat(issue.spec().title()).isEqualTo("Crash 60");
        assertThat(issue.spec().author().login()).isEqualTo("mallory");
        assertThat(issue.spec().url()).isEqualTo("https://forge.example/acme/app/issues/7");
        assertThat(issue.spec().labels()).containsExactly("bug");
        assertThat(issue.spec().assignees()).containsExactly("alice");
        assertThat(issue.spec().milestone()).isEqualTo("1.0");
        assertThat(issue.spec().openedAt()).isEqualTo(OPENED);
        assertThat(issue.status())
                .isEqualTo(new Issue.Status(
                        Issue.State.CLOSED, 0, 3, OPENED.plusSeconds(60), OPENED.plusSeconds(60), READ));
    }

    @Test
    void inWhateverOrderDeliveriesComeTheLastStateStays() {
        List<SourceEvent> told = List.of(
                issue("issues.opened", 0, Standing.OPEN),
                issue("issues.label_updated", 10, Standing.OPEN),
                issue("issues.closed", 20, Standing.CLOSED),
                issue("issues.reopened", 30, Standing.OPEN),
                issue("issues.edited", 40, Standing.OPEN),
                issue("issues.closed", 50, Standing.CLOSED));
        Issue expected = issues(told);
        Seeds.forAll(200, random -> {
            List<SourceEvent> mixed = new ArrayList<>(told);
            mixed.addAll(told.subList(0, random.nextInt(told.size())));
            Collections.shuffle(mixed, new Random(random.nextLong()));
            assertThat(issues(mixed)).isEqualTo(expected);
        });
    }

    @Test
    void whatIsToldAgainChangesNothing() {
        SourceEvent opened = issue("issues.opened", 0, Standing.OPEN);
        Issue known = issues(List.of(opened));
        assertThat(projection(UnaryOperator.identity()).issue(Optional.of(known), FIRST, opened))
                .isEmpty();
    }

    @Test
    void inOneSecondWhatIsClosedIsOpenedOnlyByAnEventThatSaysSo() {
        SourceEvent closed = issue("issues.closed", 20, Standing.CLOSED);
        assertThat(issues(List.of(closed, issue("issues.opened", 20, Standing.OPEN)))
                        .status()
                        .state())
                .isEqualTo(Issue.State.CLOSED);
        assertThat(issues(List.of(closed, issue("issues.reopened", 20, Standing.OPEN)))
                        .status()
                        .state())
                .isEqualTo(Issue.State.OPEN);
    }

    @Test
    void whatIsDeletedStaysDeletedWhateverComesLate() {
        Issue issue = issues(List.of(
                issue("issues.opened", 20, Standing.OPEN),
                issue("issues.deleted", 10, Standing.DELETED),
                issue("issues.edited", 90, Standing.OPEN)));
        assertThat(issue.status().state()).isEqualTo(Issue.State.DELETED);
    }

    @Test
    void anotherIssueOfTheSameNumberTakesItsPlace() {
        SourceEvent old = issue("issues.closed", 500, Standing.CLOSED);
        SourceEvent other = issue("issues.opened", 20, Standing.OPEN);
        Item item = other.sighting().item().orElseThrow();
        SourceEvent anew = other.change()
                .sighting(Sighting.of(new Item(
                        Standing.OPEN,
                        new Account("alice", "2"),
                        "",
                        List.of(),
                        "",
                        0,
                        Optional.of(OPENED.plusSeconds(20)),
                        item.updatedAt(),
                        Optional.empty(),
                        Optional.empty())))
                .build();
        Issue issue = issues(List.of(old, anew));
        assertThat(issue.status().state()).isEqualTo(Issue.State.OPEN);
        assertThat(issue.spec().author().login()).isEqualTo("alice");
    }

    @Test
    void wordsOfStrangersAreOneBoundedLineAndWhatIsSecretIsTakenOut() {
        String hostile = "\u001b[31mred\r\n\u202Eevil\u0000 hunter2-token " + "x".repeat(5_000);
        SourceEvent event = issue("issues.opened", 0, Standing.OPEN)
                .change()
                .workItem(Optional.of(new WorkItem("issue", 7, hostile)))
                .labels(Collections.nCopies(1, hostile))
                .build();
        Issue issue = projection(text -> text.replace("hunter2-token", "[redacted]"))
                .issue(Optional.empty(), FIRST, event)
                .orElseThrow();
        assertThat(issue.spec().title())
                .startsWith("[31mred evil [redacted] xxx")
                .hasSizeLessThanOrEqualTo(300);
        assertThat(issue.spec().labels())
                .singleElement()
                .satisfies(label -> assertThat(label)
                        .doesNotContain("hunter2", "\n", "\u202E")
                        .hasSizeLessThanOrEqualTo(200));
    }

    @Test
    void aSecretThatLiesWhereATitleIsCutIsTakenOutWhole() {
        SourceEvent event = issue("issues.opened", 0, Standing.OPEN)
                .change()
                .workItem(Optional.of(new WorkItem("issue", 7, "y".repeat(293) + "hunter2-token")))
                .build();
        Issue issue = projection(text -> text.replace("hunter2-token", "[redacted]"))
                .issue(Optional.empty(), FIRST, event)
                .orElseThrow();
        assertThat(issue.spec().title()).doesNotContain("hunter");
    }

    @Test
    void onlyAddressesOfTheWebAreKept() {
        assertThat(Line.url("https://forge.example/a?b=c#d")).isEqualTo("https://forge.example/a?b=c#d");
        for (String other :
                List.of("javascript:alert(1)", "https://a\"onclick=b", "https://a b", "//x", "data:x", "")) {
            assertThat(Line.url(other)).isEmpty();
        }
    }

    @Test
    void aPullRequestsHeadIsThatOfItsLatestEvent() {
        PullRequest pull = pulls(List.of(
                pull("pull_request.opened", 0, Standing.OPEN, ONE),
                pull("pull_request.synchronized", 20, Standing.OPEN, TWO),
                pull("pull_request.edited", 10, Standing.OPEN, ONE)));
        assertThat(pull.spec().head()).isEqualTo(new Side("feature/x", TWO, "acme/app"));
        assertThat(pull.spec().base()).isEqualTo(new Side("main", ONE, "acme/app"));
        assertThat(pull.status().mergeable()).isEqualTo(Mergeable.YES);
    }

    @Test
    void whatIsMergedStaysMerged() {
        PullRequest pull = pulls(List.of(
                pull("pull_request.closed", 20, Standing.MERGED, ONE),
                pull("pull_request.synchronized", 30, Standing.OPEN, TWO)));
        assertThat(pull.status().state()).isEqualTo(PullRequest.State.MERGED);
        assertThat(pull.status().mergeCommit()).isEqualTo(TWO);
        assertThat(pull.spec().head().sha()).isEqualTo(ONE);
    }

    @Test
    void aBuildNeitherMovesTheHeadNorNamesThePullRequest() {
        SourceEvent build = SourceEvent.of("b", "acme", Source.CI, "workflow_run.completed", "acme/app")
                .workItem(Optional.of(new WorkItem("pull-request", 7, "")))
                .sha(Optional.of(TWO))
                .occurredAt(OPENED.plusSeconds(900))
                .build();
        PullRequest pull = pulls(List.of(pull("pull_request.opened", 0, Standing.OPEN, ONE), build));
        assertThat(pull.spec().head().sha()).isEqualTo(ONE);
        assertThat(pull.spec().title()).isEqualTo("Crash 0");
        PullRequest unknown = pulls(List.of(build, pull("pull_request.opened", 0, Standing.OPEN, ONE)));
        assertThat(pulls(List.of(build)).spec().head().sha()).isEqualTo(TWO);
        assertThat(unknown.spec().title()).isEqualTo("Crash 0");
        assertThat(unknown.spec().head().sha()).isEqualTo(ONE);
    }

    private static Issue issues(List<SourceEvent> events) {
        Optional<Issue> known = Optional.empty();
        for (SourceEvent event : events) {
            Optional<Issue> before = known;
            known = projection(UnaryOperator.identity())
                    .issue(before, FIRST, event)
                    .or(() -> before);
        }
        return known.orElseThrow();
    }

    private static PullRequest pulls(List<SourceEvent> events) {
        Optional<PullRequest> known = Optional.empty();
        for (SourceEvent event : events) {
            Optional<PullRequest> before = known;
            known = projection(UnaryOperator.identity())
                    .pull(before, FIRST, event)
                    .or(() -> before);
        }
        return known.orElseThrow();
    }

    private static ItemProjection projection(UnaryOperator<String> words) {
        return new ItemProjection("app", words, READ);
    }

    private static SourceEvent issue(String type, int after, Standing standing) {
        return SourceEvent.of(type + after, "acme", Source.ISSUE, type, "acme/app")
                .workItem(Optional.of(new WorkItem("issue", 7, "Crash " + after)))
                .labels(List.of("bug"))
                .occurredAt(OPENED.plusSeconds(after))
                .sighting(Sighting.of(item(after, standing, Optional.empty())))
                .build();
    }

    private static SourceEvent pull(String type, int after, Standing standing, String sha) {
        boolean merged = standing == Standing.MERGED;
        Proposal proposal = new Proposal("acme/app", ONE, false, Optional.of(true), merged ? TWO : "");
        return issue(type, after, standing)
                .change()
                .workItem(Optional.of(new WorkItem("pull-request", 7, "Crash " + after)))
                .branch(Optional.of("feature/x"))
                .baseRef(Optional.of("main"))
                .sha(Optional.of(sha))
                .sighting(Sighting.of(item(after, standing, Optional.of(proposal))))
                .build();
    }

    private static Item item(int after, Standing standing, Optional<Proposal> proposal) {
        Instant at = OPENED.plusSeconds(after);
        return new Item(
                standing,
                new Account("mallory", "3"),
                "https://forge.example/acme/app/issues/7",
                List.of("alice"),
                "1.0",
                3,
                Optional.of(OPENED),
                at,
                standing == Standing.OPEN ? Optional.empty() : Optional.of(at),
                proposal);
    }
}
