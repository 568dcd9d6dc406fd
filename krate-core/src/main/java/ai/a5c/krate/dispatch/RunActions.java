package ai.a5c.krate.dispatch;

import ai.a5c.krate.dispatch.Allowance.Code;
import ai.a5c.krate.dispatch.RunSituation.Head;
import ai.a5c.krate.dispatch.RunSituation.Place;
import ai.a5c.krate.dispatch.RunSituation.Review;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Decides which actions a run allows now, and says of each other one why not and what to do. */
public final class RunActions {

    private static final String FRESH = " The workspace of before is gone: it starts from a fresh checkout.";

    private RunActions() {}

    /** Every action, in the order of {@link RunAction}. */
    public static List<Allowance> of(RunSituation run) {
        return Arrays.stream(RunAction.values()).map(action -> of(action, run)).toList();
    }

    /** Whether {@code action} is allowed. */
    public static Allowance of(RunAction action, RunSituation run) {
        Optional<Allowance> refused = switch (action) {
            case CANCEL -> cancel(run);
            case RETRY -> retry(run);
            case RESUME -> resume(run);
            case CONTINUE -> run.attached() ? message(run) : resumeWithMessage(run);
            case FORK -> fork(run);
            case RERUN_AFTER_FIX -> rerun(run);
        };
        return refused.orElseGet(() -> reviewed(action, run));
    }

    /** Whoever may write may stop a run, whatever a review says of starting it. */
    private static Allowance reviewed(RunAction action, RunSituation run) {
        if (action != RunAction.CANCEL && run.review() == Review.DENIED) {
            return new Allowance(
                    action,
                    Code.POLICY_DENIED,
                    "the permission review denies it now; its reasons say who can grant what is missing");
        }
        boolean asks = action != RunAction.CANCEL && run.review() == Review.NEEDS_APPROVAL;
        return new Allowance(
                action,
                asks ? Code.ALLOWED_WITH_APPROVAL : Code.ALLOWED,
                effect(action, run) + (asks ? " A person must approve what it may use before it is launched." : ""));
    }

    private static String effect(RunAction action, RunSituation run) {
        return switch (action) {
            case CANCEL -> "The run stops.";
            case RETRY ->
                run.phase() == RunPhase.BLOCKED
                        ? "The run is reviewed again."
                        : "One more attempt starts with the same context.";
            case RESUME -> "One more attempt goes on with the same conversation." + place(run);
            case CONTINUE ->
                run.attached()
                        ? "The agent gets the message."
                        : "One more attempt goes on with the same conversation and gets the message." + place(run);
            case FORK -> "Another run goes on with a copy of the conversation.";
            case RERUN_AFTER_FIX -> "Another run starts at the commit that the branch is at now.";
        };
    }

    private static String place(RunSituation run) {
        return run.place() == Place.REMOVED ? FRESH : "";
    }

    private static Optional<Allowance> cancel(RunSituation run) {
        if (run.phase().isTerminal()) {
            return refused(RunAction.CANCEL, Code.RUN_OVER, "the run is over; there is nothing to stop");
        }
        return run.cancelRequested()
                ? refused(RunAction.CANCEL, Code.CANCEL_REQUESTED, "the run is being cancelled already")
                : Optional.empty();
    }

    private static Optional<Allowance> retry(RunSituation run) {
        if (run.phase() == RunPhase.BLOCKED) {
            return Optional.empty();
        }
        if (run.phase() == RunPhase.SUCCEEDED) {
            return refused(
                    RunAction.RETRY,
                    Code.RUN_SUCCEEDED,
                    "the run succeeded; send it a message to go on, or run it again after a fix");
        }
        return over(RunAction.RETRY, run, "wait until it ends, or cancel it first");
    }

    private static Optional<Allowance> resume(RunSituation run) {
        return over(RunAction.RESUME, run, "send it a message instead, or wait until it ends")
                .or(() -> conversation(RunAction.RESUME, run, "resume"));
    }

    private static Optional<Allowance> message(RunSituation run) {
        if (run.cancelRequested()) {
            return refused(
                    RunAction.CONTINUE, Code.CANCEL_REQUESTED, "the run is being cancelled; wait until it has ended");
        }
        return run.can("continue") ? Optional.empty() : incapable(RunAction.CONTINUE, "take messages while it works");
    }

    private static Optional<Allowance> resumeWithMessage(RunSituation run) {
        if (!run.phase().isTerminal()
                && run.phase() != RunPhase.BLOCKED
                && run.lastAttempt() != LastAttempt.SUCCEEDED) {
            return refused(
                    RunAction.CONTINUE, Code.NOT_AT_WORK, "no agent is at work that could be told; wait until it is");
        }
        return over(RunAction.CONTINUE, run, "decide on its write-backs first")
                .or(() -> conversation(RunAction.CONTINUE, run, "resume"));
    }

    private static Optional<Allowance> fork(RunSituation run) {
        if (run.attached()) {
            return refused(
                    RunAction.FORK, Code.AT_WORK, "the conversation is going on; wait until the attempt has ended");
        }
        return conversation(RunAction.FORK, run, "fork");
    }

    private static Optional<Allowance> rerun(RunSituation run) {
        if (!run.phase().isTerminal() && run.phase() != RunPhase.BLOCKED) {
            return refused(
                    RunAction.RERUN_AFTER_FIX,
                    Code.RUN_NOT_OVER,
                    "the run is not over; wait until it ends, or cancel it first");
        }
        if (!run.branch()) {
            return refused(
                    RunAction.RERUN_AFTER_FIX, Code.NO_BRANCH, "the run names no branch; dispatch the agent by hand");
        }
        if (run.head() == Head.GONE) {
            return refused(
                    RunAction.RERUN_AFTER_FIX,
                    Code.BRANCH_GONE,
                    "the run's branch is not there any more; dispatch the agent on another one");
        }
        return run.head() == Head.SAME
                ? refused(
                        RunAction.RERUN_AFTER_FIX,
                        Code.SAME_HEAD,
                        "the branch is still at the run's commit; push the fix first, or retry the run")
                : Optional.empty();
    }

    /** Refuses what needs a run that is over. */
    private static Optional<Allowance> over(RunAction action, RunSituation run, String todo) {
        if (run.phase() == RunPhase.BLOCKED) {
            return refused(action, Code.RUN_BLOCKED, "the permission review blocks the run; retry it first");
        }
        if (!run.phase().isTerminal()) {
            return refused(action, Code.RUN_NOT_OVER, "the run is not over; " + todo);
        }
        return run.stopping()
                ? refused(
                        action,
                        Code.ATTEMPT_STOPPING,
                        "the latest attempt is still being stopped; try again when it has ended")
                : Optional.empty();
    }

    /** Refuses what needs an earlier conversation. */
    private static Optional<Allowance> conversation(RunAction action, RunSituation run, String capability) {
        if (!run.conversation()) {
            return refused(
                    action,
                    Code.NO_CONVERSATION,
                    "no attempt of the run has a conversation that is kept: its agent told no id, or it ended more than a day ago; "
                            + "retry the run instead");
        }
        if (!run.can(capability)) {
            return incapable(action, capability.equals("fork") ? "fork conversations" : "resume conversations");
        }
        if (!run.conversationTrusted()) {
            return refused(
                    action,
                    Code.LOWER_TRUST,
                    "the conversation was held under less trust than the run has; retry the run instead");
        }
        return run.place() == Place.OUT_OF_REACH
                ? refused(
                        action,
                        Code.CONVERSATION_OUT_OF_REACH,
                        "the conversation is on a machine that does no work now; start a worker there, or retry the run")
                : Optional.empty();
    }

    private static Optional<Allowance> incapable(RunAction action, String what) {
        return refused(
                action,
                Code.CAPABILITY_MISSING,
                "the runtime of its agent cannot %s; use an adapter and a pool that can".formatted(what));
    }

    private static Optional<Allowance> refused(RunAction action, Code code, String message) {
        return Optional.of(new Allowance(action, code, message));
    }
}
