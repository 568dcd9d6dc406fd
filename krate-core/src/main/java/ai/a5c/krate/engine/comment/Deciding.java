package ai.a5c.krate.engine.comment;

import ai.a5c.krate.command.Command;
import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.comment.People.Person;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.refusal.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers questions to people by comment: which one is meant is settled once, then it is decided like by any other road. */
final class Deciding {

    private final Desk desk;
    private final ApprovalDesk approvals;

    Deciding(Desk desk) {
        this.desk = desk;
        this.approvals = new ApprovalDesk(desk);
    }

    Outcome approve(Asked asked, Person person, Command.Approve command) {
        return decide(asked, person, new Vote(command, true, ""), records -> meant(records, asked, command.id()));
    }

    Outcome deny(Asked asked, Person person, Command.Deny command) {
        return decide(
                asked, person, new Vote(command, false, command.why()), records -> meant(records, asked, command.id()));
    }

    /** An outsider's request may run at the commit that the forge says is the head now, if that is the one that is named. */
    Outcome admit(Asked asked, Person person, Command.Admit command) {
        return decide(asked, person, new Vote(command, true, ""), records -> waiting(records, asked, command.commit()));
    }

    private Outcome decide(Asked asked, Person person, Vote vote, Function<Records, Meant> look) {
        String key = asked.key(vote.command());
        Meant meant = desk.write(records -> {
            Optional<AgentApproval> before = Marks.subject(records, asked.namespace(), key)
                    .flatMap(name -> records.get(AgentApproval.class, asked.namespace(), name));
            return before.<Meant>map(Found::new).orElseGet(() -> {
                Meant first = look.apply(records);
                if (first instanceof Found found) {
                    Marks.about(
                            records,
                            asked.namespace(),
                            key,
                            found.approval().metadata().name());
                }
                return first;
            });
        });
        if (meant instanceof Unmet unmet) {
            return Outcome.refused(vote.command(), unmet.refusal(), unmet.detail())
                    .and(unmet.list());
        }
        return decide(asked, person, vote, ((Found) meant).approval());
    }

    private Outcome decide(Asked asked, Person person, Vote vote, AgentApproval approval) {
        String key = asked.key(vote.command());
        if (!approvals.isDecided(asked.namespace(), key)) {
            Optional<Outcome> early = doubt(person, vote, approval).or(() -> otherHead(asked, vote, approval));
            if (early.isPresent()) {
                return early.get();
            }
        }
        ApprovalDesk.Ruling ruling = approvals.decide(
                new ApprovalDesk.Request(
                        asked.namespace(),
                        approval.metadata().name(),
                        vote.approve(),
                        List.of(),
                        vote.why(),
                        approval.spec().bindingDigest(),
                        key),
                person.caller());
        if (ruling instanceof ApprovalDesk.Refused refused) {
            return Outcome.refused(vote.command(), refused.code(), refused.message());
        }
        return decided(vote, ((ApprovalDesk.Decided) ruling).approval());
    }

    /** Where it matters which person it is, an account that is nobody's decides nothing. */
    private static Optional<Outcome> doubt(Person person, Vote vote, AgentApproval approval) {
        if (person.isAmbiguous()) {
            return Optional.of(Outcome.refused(vote.command(), Refusal.IDENTITY_AMBIGUOUS, ""));
        }
        AgentApproval.Spec spec = approval.spec();
        boolean matters =
                spec.approvals() > 1 || (spec.fourEyes() && spec.requestedById().isEmpty());
        return vote.approve() && matters && !person.isKnown()
                ? Optional.of(Outcome.refused(
                        vote.command(),
                        Refusal.IDENTITY_UNKNOWN,
                        spec.approvals() > 1
                                ? "two people must agree, and whoever agrees twice is one"
                                : "whoever asked may not agree, and they did not ask at the forge"))
                : Optional.empty();
    }

    private static Optional<Outcome> otherHead(Asked asked, Vote vote, AgentApproval approval) {
        if (!(vote.command() instanceof Command.Admit)) {
            return Optional.empty();
        }
        Optional<String> head = asked.present().head();
        if (head.isEmpty()) {
            return Optional.of(Outcome.refused(vote.command(), Refusal.HEAD_UNKNOWN, ""));
        }
        return head.get().equals(approval.spec().headSha())
                ? Optional.empty()
                : Optional.of(Outcome.refused(vote.command(), Refusal.OTHER_HEAD, "the head is " + head.get()));
    }

    private static Outcome decided(Vote vote, AgentApproval approval) {
        String name = approval.metadata().name();
        if (!vote.approve()) {
            return Outcome.done(vote.command(), "Denied", "`%s` is denied.".formatted(name));
        }
        if (approval.status().phase() == ApprovalPhase.PENDING) {
            return Outcome.done(
                    vote.command(), "Approved", "`%s` has your approval; one more person must agree.".formatted(name));
        }
        String text = vote.command() instanceof Command.Admit
                ? "The request may run at commit `%s`; a push asks again."
                        .formatted(approval.spec().headSha())
                : "`%s` is approved: exactly what it shows. If that changes before it is done, Krate asks again."
                        .formatted(name);
        return Outcome.done(vote.command(), vote.command() instanceof Command.Admit ? "Admitted" : "Approved", text);
    }

    private static Meant meant(Records records, Asked asked, Optional<String> id) {
        if (id.isPresent()) {
            return OpenQuestions.named(records, asked, id.get())
                    .<Meant>map(Found::new)
                    .orElseGet(() -> new Unmet(Refusal.QUESTION_UNKNOWN, "", ""));
        }
        return only(asked, OpenQuestions.of(records, asked), Refusal.NO_QUESTION);
    }

    private static Meant waiting(Records records, Asked asked, String commit) {
        List<AgentApproval> there = OpenQuestions.of(records, asked).stream()
                .filter(approval -> OpenQuestions.isAt(approval, commit))
                .toList();
        return only(asked, there, Refusal.NO_REQUEST_AT_COMMIT);
    }

    private static Meant only(Asked asked, List<AgentApproval> questions, Refusal none) {
        if (questions.size() > 1) {
            return new Unmet(Refusal.SEVERAL_QUESTIONS, "", OpenQuestions.told(questions));
        }
        if (questions.isEmpty()) {
            return new Unmet(none, "", "");
        }
        AgentApproval one = questions.get(0);
        return OpenQuestions.isNewer(one, asked)
                ? new Unmet(Refusal.NEWER_QUESTION, "", OpenQuestions.told(questions))
                : new Found(one);
    }

    private record Vote(Command command, boolean approve, String why) {}

    private sealed interface Meant permits Found, Unmet {}

    private record Found(AgentApproval approval) implements Meant {}

    /**
     * No single question is meant.
     *
     * @param list those that may be, for people
     */
    private record Unmet(Refusal refusal, String detail, String list) implements Meant {}
}
