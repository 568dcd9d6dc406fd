package ai.a5c.krate.dispatch;

/**
 * An attempt as its state machine sees it.
 *
 * @param number its place among the run's attempts, from 1
 * @param fencingToken of the latest worker that it was assigned to; 0 before the first
 * @param cancelRequested whether somebody wants it to stop
 * @param reason why it was postponed, ended or is being cancelled; empty otherwise
 */
public record AttemptState(AttemptPhase phase, int number, long fencingToken, boolean cancelRequested, String reason) {

    public AttemptState {
        if (number < 1) {
            throw new IllegalArgumentException("an attempt's number is at least 1, got " + number);
        }
        if (fencingToken < 0) {
            throw new IllegalArgumentException("fencingToken must not be negative, got " + fencingToken);
        }
    }

    /** An attempt that nobody has. */
    public static AttemptState created(int number) {
        return new AttemptState(AttemptPhase.CREATED, number, 0, false, "");
    }

    AttemptState in(AttemptPhase next, String why) {
        return new AttemptState(next, number, fencingToken, cancelRequested, why);
    }

    AttemptState in(AttemptPhase next) {
        return in(next, reason);
    }

    AttemptState under(long token) {
        return new AttemptState(phase, number, token, cancelRequested, reason);
    }

    AttemptState cancelling(String why) {
        return new AttemptState(phase, number, fencingToken, true, why);
    }
}
