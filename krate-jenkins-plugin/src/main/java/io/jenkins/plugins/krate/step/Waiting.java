package io.jenkins.plugins.krate.step;

import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.EngineException.Kind;
import io.jenkins.plugins.krate.engine.Phase;
import io.jenkins.plugins.krate.engine.Reason;
import io.jenkins.plugins.krate.engine.RunView;
import io.jenkins.plugins.krate.step.Turn.Ask;
import io.jenkins.plugins.krate.step.Turn.Finish;
import io.jenkins.plugins.krate.step.Turn.GiveUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Decides what a step that waits for a run does after each answer; asks nobody and reads no clock. */
final class Waiting {

    /** The phase that is remembered while the run asks people. */
    static final String ASKS = "waiting-for-approval";

    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONGEST_FOR_PEOPLE = Duration.ofMinutes(1);
    private static final Duration LONGEST_WHEN_BROKEN = Duration.ofMinutes(2);

    /** How long a dispatch, or a run that is refused to us, is asked for in vain. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** How long a run is asked for whose engine cannot be reached. */
    private static final Duration LONG_PATIENCE = Duration.ofHours(24);

    private final Goal goal;
    private final boolean failOnDenied;
    private final Duration timeout;
    private final RandomGenerator random;

    /** Waits for {@code timeout} at most; zero is as long as it takes. */
    Waiting(Goal goal, boolean failOnDenied, Duration timeout, RandomGenerator random) {
        this.goal = goal;
        this.failOnDenied = failOnDenied;
        this.timeout = timeout;
        this.random = random;
    }

    /** After the engine told of the run. */
    Turn heard(Watch before, RunView run, long now) {
        String phase = run.asks() ? ASKS : run.phase().word();
        Watch watch = before.heard(run.id(), phase, run.decision());
        RunView whole = run.decision().isEmpty() ? run.decided(watch.decision()) : run;
        List<String> told = new ArrayList<>();
        if (before.failures() > 0) {
            told.add("Krate answers again.");
        }
        if (!phase.equals(before.phase())) {
            told.add(line(whole, phase));
        }
        if (run.phase() == Phase.DENIED && failOnDenied) {
            return new Turn(watch, new GiveUp(line(whole, phase), false), told);
        }
        if (goal.isReached(before.phase(), run)) {
            return new Turn(watch, new Finish(whole), told);
        }
        Duration most = phase.equals(ASKS) ? LONGEST_FOR_PEOPLE : LONGEST;
        return onward(watch, pause(watch.calm(), most), told, now);
    }

    /** After the engine did not do what was asked, or could not be asked. */
    Turn failed(Watch before, EngineException problem, long now) {
        Watch watch = before.broken(now);
        Duration broken = Duration.ofMillis(now - watch.brokenSince());
        List<String> told =
                before.failures() == 0 ? List.of("%s; asking again.".formatted(problem.getMessage())) : List.of();
        if (isFinal(watch, problem)) {
            return new Turn(watch, new GiveUp(problem.getMessage(), false), List.of());
        }
        if (broken.compareTo(patience(watch, problem)) > 0) {
            String message = "%s; given up after %s%s"
                    .formatted(
                            problem.getMessage(),
                            words(broken),
                            watch.run().isEmpty() ? "; a run may have been made none the less" : "");
            return new Turn(watch, new GiveUp(message, false), told);
        }
        Duration own = pause(watch.failures(), LONGEST_WHEN_BROKEN);
        Duration asked = problem.retryAfter();
        return onward(watch, own.compareTo(asked) > 0 ? own : asked, told, now);
    }

    /** Whether asking again cannot help: a dispatch was refused, or the run is not there. */
    private static boolean isFinal(Watch watch, EngineException problem) {
        return watch.run().isEmpty()
                ? !problem.mayPass() || problem.code().equals("NOT_CONFIGURED")
                : problem.kind() == Kind.NOT_FOUND;
    }

    private static Duration patience(Watch watch, EngineException problem) {
        return watch.run().isEmpty() || !problem.mayPass() ? PATIENCE : LONG_PATIENCE;
    }

    private Turn onward(Watch watch, Duration after, List<String> told, long now) {
        if (timeout.isZero()) {
            return new Turn(watch, new Ask(after), told);
        }
        Duration left = timeout.minusMillis(now - watch.startedAt());
        if (left.isZero() || left.isNegative()) {
            String run = watch.run().isEmpty() ? "" : "; run %s is asked to stop".formatted(watch.run());
            return new Turn(
                    watch,
                    new GiveUp("Krate was waited for longer than %s%s".formatted(words(timeout), run), true),
                    told);
        }
        return new Turn(watch, new Ask(left.compareTo(after) < 0 ? left : after), told);
    }

    /** Grows by half each time, a fifth shorter or longer at random. */
    private Duration pause(int times, Duration most) {
        double grown = SHORTEST.toMillis() * Math.pow(1.5, Math.min(times, 20));
        return Duration.ofMillis((long) (Math.min(grown, (double) most.toMillis()) * random.nextDouble(0.8, 1.2)));
    }

    private static String line(RunView run, String phase) {
        String why = run.reasons().stream()
                .map(Reason::message)
                .filter(message -> !message.isBlank())
                .collect(Collectors.joining("; "));
        String because = why.isEmpty() ? "" : ": " + why;
        return switch (phase) {
            case "denied" -> "Krate denied the dispatch%s".formatted(because);
            case ASKS -> "Krate run %s waits for an approval%s".formatted(run.id(), because);
            case "cancelled" -> "Krate run %s was cancelled%s".formatted(run.id(), because);
            case "succeeded", "failed" -> "Krate run %s %s%s".formatted(run.id(), phase, because);
            default -> "Krate run %s is %s%s".formatted(run.id(), phase, because);
        };
    }

    private static String words(Duration length) {
        return length.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
