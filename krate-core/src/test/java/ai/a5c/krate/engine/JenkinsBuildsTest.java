package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Builds.RED;
import static ai.a5c.krate.engine.Builds.failed;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.Joined;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.kind.execution.Job;
import ai.a5c.krate.kind.execution.Pipeline;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.source.jenkins.BuildReport;
import ai.a5c.krate.source.jenkins.BuildReport.Kind;
import ai.a5c.krate.source.jenkins.BuildReport.Origin;
import ai.a5c.krate.source.jenkins.BuildReport.PullRequest;
import ai.a5c.krate.source.jenkins.BuildReport.Scm;
import ai.a5c.krate.source.jenkins.BuildReport.Upstream;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails in a Jenkins, and how many runs come of it. */
class JenkinsBuildsTest {

    private static final String LEAK = "aa".repeat(32);
    private static final String TYPO = "bb".repeat(32);
    private static final Upstream NIGHTLY = new Upstream("nightly", 5);

    @TempDir
    Path root;

    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start() {
        scenario = new Scenario(root);
        krate = scenario.krate(new InMemoryResourceStore());
        scenario.apply(krate);
        Builds.apply(krate);
    }

    private List<AgentDispatchRun> runs() {
        return all(krate, AgentDispatchRun.class);
    }

    private WebhookDelivery decided(BuildReport report) {
        DeliveryInbox.Receipt receipt = Builds.deliver(krate, report);
        krate.drain();
        return krate.resources()
                .get(WebhookDelivery.class, NAMESPACE, receipt.delivery())
                .orElseThrow();
    }

    @Test
    void aFailedBuildStartsARunOfTheRepositoryThatItsCloneUrlNames() {
        String commit = scenario.repositories.commitOnRemote("acme/app", "main", Map.of("src/A.java", "class A {}\n"));
        WebhookDelivery delivery = decided(failed("app", 1, commit, LEAK));
        assertThat(delivery.status().decision()).isEqualTo("created");
        assertThat(delivery.status().runs())
                .containsExactly(runs().get(0).metadata().name());
        AgentDispatchRun.Spec run = runs().get(0).spec();
        assertThat(run.repository()).isEqualTo("app");
        assertThat(run.sha()).isEqualTo(commit);
        assertThat(run.branch()).isEqualTo("main");
        assertThat(run.triggerSource()).isEqualTo(Source.CI);
        assertThat(run.trust()).isEqualTo(Trust.TRUSTED);
        assertThat(scenario.agents.requests().get(0).prompt())
                .containsSubsequence(
                        "Mend [ci.job, quoted below] at " + commit, "(trust: untrusted)", "Stage:", "Test", "[ERROR]");
    }

    @Test
    void aRepositoryThatNobodyKnowsStartsNothing() {
        Scm other = new Scm("https://gitea.example.com.evil/acme/app.git", "main", RED, Optional.empty());
        WebhookDelivery delivery = decided(Builds.on(failed("app", 1, RED, LEAK), other));
        assertThat(delivery.status().decision()).isEqualTo("unmatched");
        assertThat(delivery.status().reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.message())
                        .isEqualTo("no Repository resource names 'https://gitea.example.com.evil/acme/app.git'"));
    }

    @Test
    void theSameFailureOfTheSameCommitIsOneRunUntilEitherChanges() {
        decided(failed("app", 1, RED, LEAK));
        scenario.pass(Duration.ofHours(20));
        assertThat(decided(failed("app", 2, RED, LEAK)).status().decision()).isEqualTo("coalesced");
        assertThat(decided(failed("app-nightly", 1, RED, LEAK)).status().decision())
                .isEqualTo("coalesced");
        assertThat(runs())
                .singleElement()
                .satisfies(run -> assertThat(run.spec().joined())
                        .extracting(Joined::type)
                        .containsExactly("build.failed", "build.failed", "build.failed"));
        assertThat(decided(failed("app", 3, RED, TYPO)).status().decision()).isEqualTo("created");
        assertThat(decided(failed("app", 4, "2".repeat(40), LEAK)).status().decision())
                .isEqualTo("created");
        assertThat(runs()).hasSize(3);
    }

    @Test
    void aBuildThatIsToldAgainChangesNothing() {
        BuildReport report = failed("app", 1, RED, LEAK);
        assertThat(Builds.deliver(krate, report).duplicate()).isFalse();
        assertThat(Builds.deliver(krate, report).duplicate()).isTrue();
        krate.drain();
        decided(Builds.saying(report, "told a little otherwise"));
        assertThat(runs())
                .singleElement()
                .satisfies(run -> assertThat(run.spec().joined()).hasSize(1));
        assertThat(all(krate, AgentTriggerExecution.class)).hasSize(1);
    }

    /** A matrix with two cells that fail differently, what it built downstream, and the build of all of them, told in any order. */
    @Test
    void whatOneBuildLedToIsOneRunInEveryOrder() {
        List<BuildReport> builds = List.of(
                failed("nightly/OS=linux", 5, RED, LEAK, NIGHTLY),
                failed("nightly/OS=windows", 5, RED, TYPO, NIGHTLY),
                failed("package", 77, RED, "cc".repeat(32), new Upstream("nightly/OS=linux", 5), NIGHTLY),
                failed("nightly", 5, RED, "dd".repeat(32)));
        Seeds.forAll(12, random -> {
            oneRun(random, builds);
        });
    }

    private void oneRun(RandomGenerator random, List<BuildReport> builds) {
        scenario = new Scenario(root.resolve(Long.toString(System.nanoTime())));
        krate = scenario.krate(new InMemoryResourceStore());
        scenario.apply(krate);
        Builds.apply(krate);
        Seeds.shuffled(builds, random).forEach(this::decided);
        assertThat(runs())
                .singleElement()
                .satisfies(run -> assertThat(run.spec().joined()).hasSize(4));
        List<BuildReport> again = builds.stream()
                .map(report -> failed(
                        report.build().job(),
                        report.build().number() + 100,
                        RED,
                        report.failure().orElseThrow().fingerprint(),
                        report.build().upstream().stream()
                                .map(one -> new Upstream(one.job(), one.number() + 100))
                                .toArray(Upstream[]::new)))
                .toList();
        Seeds.shuffled(again, random).forEach(this::decided);
        assertThat(runs())
                .singleElement()
                .satisfies(run -> assertThat(run.spec().joined()).hasSize(8));
    }

    @Test
    void buildsThatOnlyLookAlikeAreRunsOfTheirOwn() {
        decided(failed("a", 5, RED, LEAK, NIGHTLY));
        decided(failed("b", 5, RED, TYPO, new Upstream("nightly", 6)));
        assertThat(runs()).hasSize(2);
    }

    @Test
    void whatMayComeFromAForkAsksAPersonFirst() {
        for (Origin origin : List.of(Origin.FORK, Origin.UNKNOWN)) {
            PullRequest pull = new PullRequest(7, "main", "main", origin);
            Scm scm = new Scm("https://gitea.example.com/acme/app", "PR-7", RED, Optional.of(pull));
            BuildReport report = Builds.on(failed("app/PR-7", origin == Origin.FORK ? 1 : 2, RED, LEAK), scm);
            assertThat(decided(report).status().decision()).isEqualTo("awaiting-approval");
        }
        assertThat(runs()).isEmpty();
    }

    /** Also when the first that Krate ever heard of the pull request was such a build. */
    @Test
    void aPullRequestOfTheRepositoryItselfIsTrustedUnlessTheForgeKnowsBetter() {
        PullRequest pull = new PullRequest(7, "fix", "main", Origin.SAME_REPOSITORY);
        Scm scm = new Scm("https://gitea.example.com/acme/app", "fix", RED, Optional.of(pull));
        for (int number = 1; number < 3; number++) {
            String fingerprint = Integer.toString(number).repeat(64);
            assertThat(decided(Builds.on(failed("app/PR-7", number, RED, fingerprint), scm))
                            .status()
                            .decision())
                    .isEqualTo("created");
        }
        PullRequest forked = new PullRequest(8, "fix", "main", Origin.SAME_REPOSITORY);
        scenario.deliver(
                krate,
                Scenario.event("opened", Source.PULL_REQUEST, "pull_request.opened")
                        .workItem(Optional.of(new WorkItem("pull-request", 8, "Theirs")))
                        .sha(Optional.of(RED))
                        .branch(Optional.of("fix"))
                        .fork(true)
                        .build());
        krate.drain();
        Scm claimed = new Scm("https://gitea.example.com/acme/app", "fix", RED, Optional.of(forked));
        assertThat(decided(Builds.on(failed("app/PR-8", 1, RED, LEAK), claimed))
                        .status()
                        .decision())
                .isEqualTo("awaiting-approval");
    }

    @Test
    void aBuildIsKeptAsAPipelineWithItsJobs() {
        decided(Builds.as(Kind.MATRIX_CELL, failed("nightly/OS=linux", 5, RED, LEAK, NIGHTLY)));
        decided(Builds.as(Kind.MATRIX, failed("nightly", 5, RED, TYPO)));
        decided(failed("app", 1, RED, TYPO));
        assertThat(all(krate, Pipeline.class)).hasSize(2).allSatisfy(pipeline -> {
            assertThat(pipeline.spec().provider()).isEqualTo("jenkins");
            assertThat(pipeline.spec().sha()).isEqualTo(RED);
            assertThat(pipeline.status().conclusion()).isEqualTo(Pipeline.Conclusion.FAILURE);
        });
        assertThat(all(krate, Pipeline.class))
                .extracting(pipeline -> pipeline.spec().externalId())
                .containsExactlyInAnyOrder("c-1/nightly#5", "c-1/app#1");
        assertThat(all(krate, Job.class)).extracting(job -> job.spec().title()).containsExactly("nightly/OS=linux");
    }

    @Test
    void aUserOfTheJenkinsIsNobodyAtTheForge() {
        assertThat(Outsider.of("jenkins:ada")).contains(new Outsider("jenkins", "ada"));
        assertThat(Outsider.of("ada")).isEmpty();
        assertThat(Outsider.of("gitea:ada")).isEmpty();
    }

    @Test
    void aBuildOfWhatAnAgentMadeStartsNoAgentHoweverOftenItFails() {
        decided(failed("app", 1, RED, LEAK));
        AgentDispatchRun first = runs().get(0);
        Scm own = new Scm(
                "https://gitea.example.com/acme/app.git",
                "krate/" + first.metadata().name(),
                "2".repeat(40),
                Optional.empty());
        for (int number = 2; number < 6; number++) {
            WebhookDelivery delivery = decided(Builds.on(failed("app", number, "2".repeat(40), TYPO), own));
            assertThat(delivery.status().decision()).isEqualTo("suppressed");
            assertThat(delivery.status().reasons())
                    .singleElement()
                    .satisfies(reason -> assertThat(reason.message())
                            .isEqualTo("1 runs stand behind this event, and 0 are allowed"));
        }
        assertThat(runs()).hasSize(1);
        assertThat(all(krate, AgentTriggerExecution.class).stream()
                        .filter(one -> one.spec().decision() == Decision.SUPPRESSED))
                .hasSize(4);
    }
}
