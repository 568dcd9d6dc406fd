package ai.a5c.krate.server.campaign;

import ai.a5c.krate.server.campaign.Evidence.Asked;
import ai.a5c.krate.server.campaign.Evidence.Execution;
import ai.a5c.krate.server.campaign.Evidence.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Each request that asks for work led to one run, decided once, which has ended as it had to. */
final class RunCheck implements Check {

    private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

    @Override
    public List<Violation> of(Evidence evidence) {
        Books books = new Books(evidence);
        List<Violation> found = new ArrayList<>();
        evidence.asked().forEach(asked -> count(books, asked, found));
        for (Run run : evidence.runs()) {
            origin(books, run, found);
            end(books, run, found);
        }
        decisions(evidence, found);
        return found;
    }

    private static void count(Books books, Asked asked, List<Violation> found) {
        Set<String> runs = books.runsOf(asked.number());
        String subject = "request " + asked.number();
        if (asked.fate().makesRun() && runs.isEmpty()) {
            found.add(new Violation("run-lost", subject, "no run came of it"));
        } else if (asked.fate().makesRun() && runs.size() > 1) {
            found.add(new Violation("run-doubled", subject, "it led to the runs " + String.join(", ", runs)));
        } else if (!asked.fate().makesRun() && !runs.isEmpty()) {
            found.add(
                    new Violation("run-unasked", subject, asked.fate().word() + " led to " + String.join(", ", runs)));
        }
        runs.stream()
                .filter(run -> books.run(run).isEmpty())
                .map(run -> new Violation("run-lost", run, subject + " names it, and it is not there"))
                .forEach(found::add);
    }

    private static void origin(Books books, Run run, List<Violation> found) {
        Set<Integer> requests = books.requestsOf(run.name());
        if (requests.isEmpty()) {
            found.add(new Violation("run-unasked", run.name(), "no request led to it"));
        } else if (requests.size() > 1) {
            found.add(new Violation("run-shared", run.name(), "it stands for the requests " + requests));
        }
    }

    private static void end(Books books, Run run, List<Violation> found) {
        if (!ENDED.contains(run.phase())) {
            found.add(new Violation("run-open", run.name(), "it is " + run.phase()));
            return;
        }
        books.requestOf(run.name())
                .filter(asked -> !endsOf(asked.fate()).contains(run.phase()))
                .map(asked -> new Violation(
                        "run-astray",
                        run.name(),
                        "it is %s, its request %d was to %s"
                                .formatted(
                                        run.phase(),
                                        asked.number(),
                                        asked.fate().word())))
                .ifPresent(found::add);
    }

    private static Set<String> endsOf(Fate fate) {
        return switch (fate) {
            case APPROVE, APPROVE_TWICE, DENY, APPROVE_AND_DENY -> Set.of("succeeded");
            case APPROVE_AND_CANCEL, CANCEL -> Set.of("succeeded", "cancelled");
            case FAIL -> Set.of("failed");
            case OUTSIDER, NOTHING -> Set.of();
        };
    }

    private static void decisions(Evidence evidence, List<Violation> found) {
        Books.counted(evidence.executions(), Execution::event).forEach((event, count) -> {
            if (count > 1) {
                found.add(new Violation("decided-twice", event, "%d executions stand for it".formatted(count)));
            }
        });
        List<Execution> created = evidence.executions().stream()
                .filter(one -> one.decision().equals("created"))
                .toList();
        Books.counted(created, Execution::run).forEach((run, count) -> {
            if (count > 1) {
                found.add(new Violation("decided-twice", run, "%d executions created it".formatted(count)));
            }
        });
    }
}
