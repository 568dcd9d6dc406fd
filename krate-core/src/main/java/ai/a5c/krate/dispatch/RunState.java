package ai.a5c.krate.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A run as its state machine sees it.
 *
 * @param attempts the number of the latest attempt that was queued; 0 before the first
 * @param maxAttempts how many attempts the policy makes by itself; a person's retry may pass it
 * @param fencingToken of the latest claim of the latest attempt; 0 while nobody claimed it
 * @param pendingGates names of the approvals without which the run may not go on, sorted
 * @param closedGates names of the approvals that were decided or are no longer needed, sorted
 * @param writeBacks what successful attempts requested, by ordinal
 * @param reason why it is blocked, ended or being cancelled; empty otherwise
 */
public record RunState(
        RunPhase phase,
        int attempts,
        int maxAttempts,
        long fencingToken,
        LastAttempt lastAttempt,
        List<String> pendingGates,
        List<String> closedGates,
        List<WriteBack> writeBacks,
        boolean cancelRequested,
        String reason) {

    public RunState {
        pendingGates = List.copyOf(new TreeSet<>(pendingGates));
        closedGates = List.copyOf(new TreeSet<>(closedGates));
        writeBacks = writeBacks.stream()
                .sorted(Comparator.comparingInt(WriteBack::ordinal))
                .toList();
        require(attempts >= 0, "attempts must not be negative, got " + attempts);
        require(maxAttempts >= 1, "maxAttempts must be at least 1, got " + maxAttempts);
        require(fencingToken >= 0, "fencingToken must not be negative, got " + fencingToken);
        require(attempts > 0 || lastAttempt == LastAttempt.NONE, "a run without attempts has no last attempt");
        require(
                pendingGates.isEmpty() || phase == RunPhase.WAITING_FOR_APPROVAL,
                "a run with pending gates is waiting-for-approval, not " + phase.word());
        require(
                writeBacks.stream().map(WriteBack::ordinal).distinct().count() == writeBacks.size(),
                "two write-backs have one ordinal");
    }

    /** A run that was asked for and not reviewed, and that makes at most {@code maxAttempts} by itself. */
    public static RunState pending(int maxAttempts) {
        return new RunState(
                RunPhase.PENDING, 0, maxAttempts, 0, LastAttempt.NONE, List.of(), List.of(), List.of(), false, "");
    }

    /** Whether the last attempt is over and what it requested is being decided and applied. */
    public boolean isWritingBack() {
        return !phase.isTerminal() && lastAttempt == LastAttempt.SUCCEEDED;
    }

    /** Whether the latest attempt has neither ended nor been closed. */
    boolean hasOpenAttempt() {
        return lastAttempt == LastAttempt.OPEN;
    }

    /** Whether something may have been launched that must be stopped. */
    boolean mayBeAtWork() {
        return hasOpenAttempt() && fencingToken > 0;
    }

    boolean hasWriteBack(WriteBackStanding standing) {
        return writeBacks.stream().anyMatch(one -> one.standing() == standing);
    }

    RunState in(RunPhase next, String why) {
        return new RunState(
                next,
                attempts,
                maxAttempts,
                fencingToken,
                lastAttempt,
                pendingGates,
                closedGates,
                writeBacks,
                cancelRequested,
                why);
    }

    RunState withAttempt(int number, long token, LastAttempt last) {
        return new RunState(
                phase,
                number,
                maxAttempts,
                token,
                last,
                pendingGates,
                closedGates,
                writeBacks,
                cancelRequested,
                reason);
    }

    /** The attempt, if one is open, has ended like this; its gates are no longer needed. */
    RunState closed(LastAttempt end) {
        return withoutGates().withAttempt(attempts, fencingToken, hasOpenAttempt() ? end : lastAttempt);
    }

    RunState withoutGates() {
        List<String> gates = new ArrayList<>(closedGates);
        gates.addAll(pendingGates);
        return withGates(phase, List.of(), gates);
    }

    RunState withGates(RunPhase next, List<String> pending, List<String> closed) {
        return new RunState(
                next,
                attempts,
                maxAttempts,
                fencingToken,
                lastAttempt,
                pending,
                closed,
                writeBacks,
                cancelRequested,
                reason);
    }

    RunState withWriteBacks(List<WriteBack> next) {
        return new RunState(
                phase,
                attempts,
                maxAttempts,
                fencingToken,
                lastAttempt,
                pendingGates,
                closedGates,
                next,
                cancelRequested,
                reason);
    }

    /** The same with {@code more} beside what earlier attempts requested. */
    RunState requesting(List<WriteBack> more) {
        List<WriteBack> all = new ArrayList<>(writeBacks);
        all.addAll(more);
        return withWriteBacks(all);
    }

    /** The run, opened again for the attempt after the latest. */
    RunState reopened() {
        return new RunState(
                RunPhase.QUEUED,
                attempts + 1,
                maxAttempts,
                0,
                LastAttempt.OPEN,
                pendingGates,
                closedGates,
                writeBacks,
                false,
                "");
    }

    RunState eachWriteBack(UnaryOperator<WriteBack> change) {
        return withWriteBacks(writeBacks.stream().map(change).toList());
    }

    RunState cancelling(String why) {
        return new RunState(
                phase,
                attempts,
                maxAttempts,
                fencingToken,
                lastAttempt,
                pendingGates,
                closedGates,
                writeBacks,
                true,
                why);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
