package ai.a5c.krate.server.campaign;

import java.util.ArrayList;
import java.util.List;

/** Closes the books: every rule, how much it was held against, and what breaks it. */
final class Accounting {

    private Accounting() {}

    /** One line for each rule. */
    static List<Line> of(Evidence evidence) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                "every accepted delivery is stored once and decided",
                evidence.asked().stream().mapToInt(one -> one.accepted().size()).sum(),
                new DeliveryCheck().of(evidence)));
        lines.add(new Line(
                "every request led to its one run, decided once, which ended as it had to; nothing else led to one",
                evidence.asked().size(),
                new RunCheck().of(evidence)));
        lines.add(new Line(
                "every attempt was launched at most once and never beside another; each step of an agent is stored once",
                evidence.attempts().size(),
                new LaunchCheck().of(evidence)));
        lines.add(new Line(
                "every approved effect is on the forge once, with its own content; nothing else is",
                evidence.writeBacks().size(),
                new WriteBackCheck().of(evidence)));
        lines.add(new Line(
                "every approval has one outcome, and no answer that counted is lost",
                evidence.approvals().size(),
                new ApprovalCheck().of(evidence)));
        lines.add(new Line(
                "the audit trail is whole; no process, worktree, session, message or claim is left",
                (int) evidence.audit().records(),
                new RestCheck().of(evidence)));
        return lines;
    }

    /**
     * What came of one rule.
     *
     * @param counted how many things it was held against
     */
    record Line(String rule, int counted, List<Violation> violations) {

        Line {
            violations = List.copyOf(violations);
        }
    }
}
