package io.jenkins.plugins.krate.failure;

import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.ReportAnswer;
import io.jenkins.plugins.krate.engine.ReportOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Does for each build under way what is due: sends its report, or looks at what came of it. */
final class ReportRound {

    private static final Logger LOGGER = Logger.getLogger(ReportRound.class.getName());
    private static final Duration LONGEST = Duration.ofMinutes(2);
    /** Codes of refusals that end when an administrator mends the configuration. */
    private static final Set<String> MENDED = Set.of("NO_HOOK", "CONFIGURATION");

    private final PendingReports pending;
    private final Function<PendingReport, Optional<? extends FailedBuild>> builds;
    private final InstantSource clock;

    /** A round over what is pending; {@code builds} finds a build, none if it was deleted. */
    ReportRound(
            PendingReports pending,
            Function<PendingReport, Optional<? extends FailedBuild>> builds,
            InstantSource clock) {
        this.pending = pending;
        this.builds = builds;
        this.clock = clock;
    }

    /** One round over all builds; ends early when the engine is away, or when it took long: the next round goes on. */
    void run() throws IOException {
        Instant end = clock.instant().plus(LONGEST);
        for (PendingReport report : pending.all()) {
            if (clock.instant().isAfter(end) || !step(report)) {
                return;
            }
        }
    }

    /** Whether the engine can be asked for more. */
    private boolean step(PendingReport report) throws IOException {
        Optional<? extends FailedBuild> found = builds.apply(report);
        if (found.isEmpty()) {
            pending.remove(report);
            return true;
        }
        FailedBuild build = found.get();
        boolean reachable = build.mark().isOver() || !build.mark().isDue(clock.instant()) || act(report, build);
        if (build.mark().isOver()) {
            build.forgetReport();
            pending.remove(report);
        }
        return reachable;
    }

    private boolean act(PendingReport report, FailedBuild build) throws IOException {
        ReportMark mark = build.mark();
        try {
            if (mark.station() == ReportMark.Station.PENDING) {
                send(build);
            } else {
                follow(build);
            }
            return true;
        } catch (EngineException e) {
            failed(mark, e);
            return !e.mayPass();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot report build %d of %s".formatted(report.number(), report.job()));
            postpone(mark, "the report could not be made; see the log of Jenkins", Duration.ZERO);
            return true;
        } finally {
            build.save();
        }
    }

    private void send(FailedBuild build) throws IOException {
        ReportMark mark = build.mark();
        if (!build.isWanted()) {
            mark.giveUp("reports of this job were turned off");
            return;
        }
        ReportAnswer answer = build.engine().report(build.report());
        mark.sent(answer.delivery(), clock.instant());
    }

    private void follow(FailedBuild build) throws IOException {
        ReportMark mark = build.mark();
        ReportOutcome outcome = build.engine().outcomeOf(new ReportAnswer(mark.delivery(), false));
        build.show(outcome);
        if (outcome.settled()
                && outcome.runs().stream().allMatch(run -> run.phase().isFinal())) {
            mark.done();
        } else if (age(mark).compareTo(Patience.FOLLOWING) > 0) {
            mark.giveUp("its runs have not ended in time; see Krate");
        } else {
            mark.lookAgain(clock.instant(), Patience.betweenLooks(age(mark)));
        }
    }

    private void failed(ReportMark mark, EngineException e) {
        boolean mended = e.kind() != EngineException.Kind.REFUSED || MENDED.contains(e.code());
        boolean lost = mark.station() == ReportMark.Station.SENT
                && e.kind() == EngineException.Kind.NOT_FOUND
                && age(mark).compareTo(Patience.UNKNOWN) > 0;
        if (!mended || lost) {
            mark.giveUp(e.getMessage());
        } else {
            postpone(mark, e.getMessage(), e.retryAfter());
        }
    }

    private void postpone(ReportMark mark, String message, Duration asked) {
        boolean sent = mark.station() == ReportMark.Station.SENT;
        if (age(mark).compareTo(sent ? Patience.FOLLOWING : Patience.SENDING) > 0) {
            mark.giveUp(message);
        } else {
            mark.tryAgain(clock.instant(), Patience.afterFailure(mark.tries(), asked), message);
        }
    }

    private Duration age(ReportMark mark) {
        return Duration.between(mark.since(), clock.instant());
    }
}
