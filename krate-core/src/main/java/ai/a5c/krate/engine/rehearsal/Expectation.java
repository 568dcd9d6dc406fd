package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.causality.Verdict;
import ai.a5c.krate.engine.intake.Outlook;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Action;
import ai.a5c.krate.engine.rehearsal.Rehearsed.Outcome;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.review.Decision;
import ai.a5c.krate.trigger.AdmissionDecision;
import ai.a5c.krate.trigger.AdmissionDecision.AwaitApproval;
import ai.a5c.krate.trigger.AdmissionDecision.CancelPrevious;
import ai.a5c.krate.trigger.AdmissionDecision.Coalesce;
import ai.a5c.krate.trigger.AdmissionDecision.Queue;
import ai.a5c.krate.trigger.AdmissionDecision.Reject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a match comes to, and what would be done about it.
 *
 * @param summary one sentence
 * @param reasons of admission first, then of the review
 */
record Expectation(Outcome outcome, String summary, List<Reason> reasons, List<Action> actions) {

    static Expectation of(Verdict verdict, Outlook outlook) {
        if (!verdict.admitted()) {
            Reason reason = new Reason(code(verdict), verdict.reason());
            return of(
                    Outcome.SUPPRESSED,
                    "nothing: " + verdict.reason(),
                    reason,
                    new Action("suppress", "", reason.code()));
        }
        AdmissionDecision decision = outlook.decision();
        Reason reason = decision.reason();
        if (decision instanceof Coalesce joined) {
            return of(
                    Outcome.JOIN,
                    "joins run '%s': %s".formatted(joined.run(), reason.message()),
                    reason,
                    new Action("join-run", joined.run(), reason.code()));
        }
        if (decision instanceof Reject) {
            return of(
                    Outcome.REJECTED, "nothing: " + reason.message(), reason, new Action("reject", "", reason.code()));
        }
        if (decision instanceof AwaitApproval) {
            return of(
                    Outcome.ASK,
                    "a maintainer is asked: " + reason.message(),
                    reason,
                    new Action("ask", outlook.run().spec().sha(), reason.code()));
        }
        return ofRun(outlook);
    }

    private static Expectation of(Outcome outcome, String summary, Reason reason, Action action) {
        return new Expectation(outcome, summary, List.of(reason), List.of(action));
    }

    /** A run is created; the review says whether it may start. */
    private static Expectation ofRun(Outlook outlook) {
        AdmissionDecision decision = outlook.decision();
        String stack = outlook.run().spec().agentStack();
        List<Action> actions = new ArrayList<>();
        if (decision instanceof CancelPrevious previous) {
            previous.runs()
                    .forEach(run -> actions.add(
                            new Action("cancel-run", run, decision.reason().code())));
        }
        boolean queued = decision instanceof Queue;
        actions.add(new Action(
                queued ? "queue-run" : "create-run", stack, decision.reason().code()));
        List<Reason> reasons = reasons(outlook);
        return switch (outlook.review().decision()) {
            case ALLOWED ->
                new Expectation(
                        queued ? Outcome.QUEUE : Outcome.RUN,
                        queued
                                ? "a run of stack '%s' waits for its turn: %s"
                                        .formatted(stack, decision.reason().message())
                                : "a run of stack '%s' starts".formatted(stack),
                        reasons,
                        actions);
            case REQUIRES_APPROVAL -> held(Outcome.ASK, "a run of stack '%s' waits for a person: %s", reasons, actions);
            case DENIED -> held(Outcome.BLOCKED, "a run of stack '%s' is blocked: %s", reasons, actions);
        };
    }

    private static List<Reason> reasons(Outlook outlook) {
        return Stream.concat(
                        Stream.of(outlook.decision().reason()),
                        outlook.review().reasons().stream()
                                .filter(found -> found.decision() != Decision.ALLOWED)
                                .map(found -> new Reason(found.code().code(), found.message())))
                .toList();
    }

    /** The run is there and does not start: the review's first reason says why. */
    private static Expectation held(Outcome outcome, String sentence, List<Reason> reasons, List<Action> actions) {
        String stack = actions.get(actions.size() - 1).subject();
        Reason first = reasons.get(1);
        List<Action> all = new ArrayList<>(actions);
        all.add(new Action(outcome == Outcome.ASK ? "ask" : "block", stack, first.code()));
        return new Expectation(outcome, sentence.formatted(stack, first.message()), reasons, all);
    }

    /** The verdict's code as programs know it. */
    static String code(Verdict verdict) {
        return switch (verdict.code()) {
            case ADMITTED -> "Admitted";
            case OWN_ECHO -> "OwnEcho";
            case EDITED_BY_OTHER -> "EditedByOther";
            case CHAIN_TOO_DEEP -> "ChainTooDeep";
        };
    }
}
