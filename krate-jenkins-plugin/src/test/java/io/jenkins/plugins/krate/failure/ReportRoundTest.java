package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineException.Kind;
import io.jenkins.plugins.krate.engine.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportRoundTest {

    @TempDir
    Path home;

    private final ReportingEngine engine = new ReportingEngine();
    private final Map<PendingReport, KeptBuild> builds = new HashMap<>();
    private final PendingReport address = new PendingReport("team/app", 7);
    private Instant now = KeptBuild.ENDED;
    private PendingReports pending;
    private KeptBuild build;

    @BeforeEach
    void aBuildFailed() throws IOException {
        pending = new PendingReports(home.resolve("pending.json"));
        build = failed(address);
    }

    private KeptBuild failed(PendingReport at) throws IOException {
        KeptBuild made = new KeptBuild(at, engine);
        builds.put(at, made);
        pending.add(at);
        return made;
    }

    private void round() throws IOException {
        new ReportRound(pending, at -> Optional.ofNullable(builds.get(at)), () -> now).run();
    }

    private void roundAfter(Duration pause) throws IOException {
        now = now.plus(pause);
        round();
    }

    @Test
    void aReportIsSentAndItsRunsAreFollowedUntilTheyEnd() throws IOException {
        round();
        assertThat(build.mark().station()).isEqualTo(ReportMark.Station.SENT);
        engine.runIs(Phase.RUNNING);
        roundAfter(Duration.ofSeconds(1));
        assertThat(build.shown.get(0).runs().get(0).phase()).isEqualTo(Phase.RUNNING);
        engine.runIs(Phase.SUCCEEDED);
        roundAfter(Duration.ofSeconds(20));

        assertThat(build.mark().station()).isEqualTo(ReportMark.Station.DONE);
        assertThat(build.shown).hasSize(2);
        assertThat(build.forgotten).isTrue();
        assertThat(pending.all()).isEmpty();
        assertThat(engine.received).hasSize(1);
    }

    @Test
    void aDecisionWithoutRunsIsTheEndOfIt() throws IOException {
        round();
        engine.decided("ignored");
        roundAfter(Duration.ofSeconds(1));

        assertThat(build.shown.get(0).decision()).isEqualTo("ignored");
        assertThat(pending.all()).isEmpty();
    }

    @Test
    void whileTheServerIsDownItIsAskedEverMoreSeldomAndWhenItIsUpAgainTheSameReportArrivesOnce() throws IOException {
        engine.fault = new EngineException(Kind.UNAVAILABLE, "UNREACHABLE", "connection refused");
        int asked = 0;
        for (Instant end = now.plus(Duration.ofHours(6)); now.isBefore(end); now = now.plusSeconds(15)) {
            round();
            asked = engine.asked;
        }
        assertThat(asked).isBetween(10, 20);
        assertThat(build.mark().problem()).isEqualTo("connection refused");
        assertThat(build.saved).isEqualTo(asked);

        engine.fault = null;
        roundAfter(Duration.ofHours(1));

        assertThat(build.mark().station()).isEqualTo(ReportMark.Station.SENT);
        assertThat(build.mark().problem()).isEmpty();
        assertThat(build.collected).isEqualTo(1);
        assertThat(engine.received).hasSize(1);
    }

    @Test
    void aCrashBetweenTheAnswerAndTheMarkSendsTheSameReportAgain() throws IOException {
        round();
        KeptBuild restarted = build.afterCrash();
        builds.put(address, restarted);
        pending = new PendingReports(home.resolve("pending.json"));
        round();

        assertThat(restarted.mark().station()).isEqualTo(ReportMark.Station.SENT);
        assertThat(engine.received).hasSize(1);
        assertThat(engine.asked).isEqualTo(2);
    }

    @Test
    void aServerThatIsAwayIsNotAskedForEachBuild() throws IOException {
        for (int i = 8; i < 20; i++) {
            failed(new PendingReport("team/app", i));
        }
        engine.fault = new EngineException(Kind.UNAVAILABLE, "TIMED_OUT", "no answer in 30 seconds");
        round();

        assertThat(engine.asked).isEqualTo(1);
    }

    @Test
    void aRefusalIsFinalAndTheBuildSaysWhy() throws IOException {
        engine.fault = new EngineException(Kind.REFUSED, "INVALID", "$.build.url: expected an address");
        round();

        assertThat(build.mark().station()).isEqualTo(ReportMark.Station.GIVEN_UP);
        assertThat(build.mark().problem()).isEqualTo("$.build.url: expected an address");
        assertThat(pending.all()).isEmpty();
    }

    @Test
    void whatAnAdministratorCanMendIsTriedAgain() throws IOException {
        for (EngineException fault : List.of(
                new EngineException(Kind.UNAUTHENTICATED, "UNAUTHENTICATED", "the token has expired"),
                new EngineException(Kind.NOT_FOUND, "NOT_FOUND", "no such organization"),
                new EngineException(Kind.REFUSED, "NO_HOOK", "no webhook subscription is configured"),
                new EngineException(Kind.REFUSED, "CONFIGURATION", "the database must lie below JENKINS_HOME"))) {
            engine.fault = fault;
            roundAfter(Duration.ofHours(1));
            assertThat(build.mark().station()).as(fault.code()).isEqualTo(ReportMark.Station.PENDING);
        }
        engine.fault = null;
        roundAfter(Duration.ofHours(1));

        assertThat(build.mark().station()).isEqualTo(ReportMark.Station.SENT);
    }

    @Test
    void afterADayAReportIsGivenUp() throws IOException {
        engine.fault = new EngineException(Kind.UNAVAILABLE, "UNREACHABLE", "connection refused");
        round();
        roundAfter(Duration.ofHours(25));

        assertThat(build.mark().station()).isEqualTo(ReportMark.Station.GIVEN_UP);
        assertThat(pending.all()).isEmpty();
    }

    @Test
    void aDeletedBuildIsForgotten() throws IOException {
        builds.clear();
        round();

        assertThat(pending.all()).isEmpty();
        assertThat(engine.asked).isZero();
    }

    @Test
    void whoTurnsReportsOffBeforeItIsSentIsObeyed() throws IOException {
        build.wanted = false;
        round();

        assertThat(engine.asked).isZero();
        assertThat(build.mark().problem()).isEqualTo("reports of this job were turned off");
    }

    @Test
    void aReportThatCannotBeMadeDoesNotHoldUpTheOthers() throws IOException {
        KeptBuild other = failed(new PendingReport("team/app", 8));
        build.broken = true;
        round();

        assertThat(build.mark().station()).isEqualTo(ReportMark.Station.PENDING);
        assertThat(build.mark().problem()).isEqualTo("the report could not be made; see the log of Jenkins");
        assertThat(other.mark().station()).isEqualTo(ReportMark.Station.SENT);
    }

    @Test
    void runsThatWaitForAnApprovalAreFollowedForDaysButNotForEver() throws IOException {
        round();
        engine.runIs(Phase.WAITING_FOR_APPROVAL);
        int looks = 0;
        while (!pending.all().isEmpty()) {
            roundAfter(Duration.ofMinutes(1));
            looks = build.shown.size();
        }

        assertThat(Duration.between(KeptBuild.ENDED, now)).isBetween(Duration.ofDays(14), Duration.ofDays(15));
        assertThat(looks).isBetween(500, 2_000);
        assertThat(build.mark().problem()).isEqualTo("its runs have not ended in time; see Krate");
    }

    @Test
    void aDeliveryThatTheServerNoLongerKnowsIsGivenUpAfterAnHour() throws IOException {
        round();
        engine.fault = new EngineException(Kind.NOT_FOUND, "NOT_FOUND", "no such delivery");
        roundAfter(Duration.ofMinutes(5));
        assertThat(build.mark().station()).isEqualTo(ReportMark.Station.SENT);
        roundAfter(Duration.ofHours(1));

        assertThat(build.mark().station()).isEqualTo(ReportMark.Station.GIVEN_UP);
    }
}
