package ai.a5c.krate.server.campaign;

import ai.a5c.krate.server.campaign.Evidence.Approval;
import ai.a5c.krate.server.campaign.Evidence.Asked;
import ai.a5c.krate.server.campaign.Evidence.Branch;
import ai.a5c.krate.server.campaign.Evidence.Remark;
import ai.a5c.krate.server.campaign.Evidence.Run;
import ai.a5c.krate.server.campaign.Evidence.WriteBack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was approved is on the forge once, with its own content; nothing else is. */
final class WriteBackCheck implements Check {

    private static final Set<String> ENDED = Set.of("settled", "denied", "failed", "superseded");
    private static final String PREFIX = "krate/";

    @Override
    public List<Violation> of(Evidence evidence) {
        Books books = new Books(evidence);
        List<Violation> found = new ArrayList<>();
        Map<Integer, Integer> comments = Books.counted(
                evidence.remarks().stream()
                        .filter(remark -> remark.notice().isEmpty())
                        .toList(),
                Remark::request);
        Map<String, Branch> branches = new HashMap<>();
        evidence.branches().forEach(branch -> branches.put(branch.name(), branch));
        Map<String, Approval> approvals = new HashMap<>();
        evidence.approvals().forEach(approval -> approvals.put(approval.name(), approval));

        comments.forEach((request, count) -> comment(books, request, count, found));
        notices(evidence.remarks(), found);
        evidence.branches().forEach(branch -> branch(books, branch, found));
        for (WriteBack one : evidence.writeBacks()) {
            ended(books, one, found);
            consent(one, Optional.ofNullable(approvals.get(one.approval())), found);
        }
        for (Run run : evidence.runs()) {
            int written = books.requestOf(run.name())
                    .map(asked -> comments.getOrDefault(asked.number(), 0))
                    .orElse(0);
            balance(run, "comment", written, evidence.writeBacks(), found);
            balance(run, "branch", branches.containsKey(PREFIX + run.name()) ? 1 : 0, evidence.writeBacks(), found);
            books.requestOf(run.name())
                    .filter(asked -> asked.fate().mustWrite())
                    .ifPresent(asked -> promised(run, asked, comments, branches, found));
        }
        return found;
    }

    /** One status comment for a work item and agent, one reply to a command: edited, never written again. */
    private static void notices(List<Remark> remarks, List<Violation> found) {
        List<Remark> notices =
                remarks.stream().filter(remark -> !remark.notice().isEmpty()).toList();
        Books.counted(notices, Remark::notice).forEach((notice, count) -> {
            if (count > 1) {
                found.add(new Violation("notice-doubled", notice, "it is %d times there".formatted(count)));
            }
        });
    }

    private static void comment(Books books, int request, int count, List<Violation> found) {
        String subject = "request " + request;
        if (count > 1) {
            found.add(new Violation("write-back-doubled", subject, "its comment is %d times there".formatted(count)));
        }
        Optional<Asked> asked = books.asked(request);
        if (asked.isEmpty() || !asked.get().fate().mayWrite()) {
            found.add(new Violation(
                    "write-back-unapproved",
                    subject,
                    "a comment is there, its request was to "
                            + asked.map(one -> one.fate().word()).orElse("not exist")));
        }
    }

    private static void branch(Books books, Branch branch, List<Violation> found) {
        Optional<Asked> asked = books.requestOf(branch.name().substring(PREFIX.length()));
        if (branch.pushes() != 1) {
            found.add(new Violation(
                    "write-back-doubled", branch.name(), "it was pushed %d times".formatted(branch.pushes())));
        }
        if (asked.isEmpty() || !asked.get().fate().mayWrite()) {
            found.add(new Violation(
                    "write-back-unapproved",
                    branch.name(),
                    "it is there, its request was to "
                            + asked.map(one -> one.fate().word()).orElse("not exist")));
        } else if (!branch.requests().equals(List.of(asked.get().number()))) {
            found.add(new Violation(
                    "write-back-astray",
                    branch.name(),
                    "it holds the work of %s, not of %d"
                            .formatted(branch.requests(), asked.get().number())));
        }
    }

    private static void ended(Books books, WriteBack one, List<Violation> found) {
        if (one.phase().equals("failed")
                && books.requestOf(one.run())
                        .filter(asked -> asked.fate().mustWrite())
                        .isPresent()) {
            found.add(new Violation("write-back-failed", one.name(), one.reason()));
        }
        if (!ENDED.contains(one.phase())) {
            found.add(new Violation("write-back-open", one.name(), "it is " + one.phase()));
        }
    }

    private static void consent(WriteBack one, Optional<Approval> approval, List<Violation> found) {
        if (one.phase().equals("settled")
                && approval.filter(given -> given.said().yes() > 0).isEmpty()) {
            found.add(new Violation("write-back-unapproved", one.name(), "it is settled, and nobody said yes"));
        }
    }

    /** What the books call settled is there, and what is there is called settled. */
    private static void balance(Run run, String what, int written, List<WriteBack> all, List<Violation> found) {
        long settled = all.stream()
                .filter(one -> one.run().equals(run.name()) && one.action().contains(what))
                .filter(one -> one.phase().equals("settled"))
                .count();
        if (settled > written) {
            found.add(new Violation("write-back-lost", run.name(), "its %s is settled and not there".formatted(what)));
        } else if (settled == 0 && written > 0) {
            found.add(new Violation(
                    "write-back-unrecorded", run.name(), "its %s is there and not settled".formatted(what)));
        }
    }

    private static void promised(
            Run run, Asked asked, Map<Integer, Integer> comments, Map<String, Branch> branches, List<Violation> found) {
        if (!comments.containsKey(asked.number())) {
            found.add(new Violation("write-back-lost", run.name(), "its comment was approved and is not there"));
        }
        if (!branches.containsKey(PREFIX + run.name())) {
            found.add(new Violation("write-back-lost", run.name(), "its branch was approved and is not there"));
        }
    }
}
