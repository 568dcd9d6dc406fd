package ai.a5c.krate.server.campaign;

import static java.util.stream.Collectors.groupingBy;

import ai.a5c.krate.server.campaign.Evidence.Attempt;
import ai.a5c.krate.server.campaign.Evidence.Launch;
import ai.a5c.krate.server.campaign.Evidence.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Each attempt was launched at most once and never beside another one, none was lost, and what its agent said is stored once. */
final class LaunchCheck implements Check {

    private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

    @Override
    public List<Violation> of(Evidence evidence) {
        Books books = new Books(evidence);
        List<Violation> found = new ArrayList<>();
        Map<String, List<Launch>> launches = evidence.launches().stream().collect(groupingBy(Launch::attempt));
        launches.forEach((attempt, all) -> launched(books, attempt, all, found));
        evidence.attempts().forEach(attempt -> attempt(attempt, launches, found));
        evidence.attempts().forEach(attempt -> failed(books, attempt, found));
        Books.counted(evidence.attempts(), attempt -> attempt.run() + " attempt " + attempt.number())
                .forEach((name, count) -> {
                    if (count > 1) {
                        found.add(new Violation("attempt-doubled", name, "there are " + count));
                    }
                });
        evidence.overlaps()
                .forEach(overlap -> found.add(new Violation(
                        "launch-doubled", overlap.first(), "it was alive together with " + overlap.second())));
        evidence.runs().forEach(run -> said(books, run, evidence.attempts(), found));
        return found;
    }

    private static void launched(Books books, String attempt, List<Launch> all, List<Violation> found) {
        if (all.size() > 1) {
            found.add(new Violation(
                    "launch-doubled", attempt, "its agent began %d times: %s".formatted(all.size(), all)));
        }
        if (books.attempt(attempt).isEmpty()) {
            found.add(new Violation("launch-unasked", attempt, "its agent began, and there is no such attempt"));
        }
        books.attempt(attempt)
                .flatMap(known -> books.requestOf(known.run()))
                .filter(asked -> all.stream().anyMatch(launch -> launch.request() != asked.number()))
                .ifPresent(asked -> found.add(new Violation(
                        "launch-astray",
                        attempt,
                        "it was told of another request than its own, %d: %s".formatted(asked.number(), all))));
    }

    private static void attempt(Attempt attempt, Map<String, List<Launch>> launches, List<Violation> found) {
        if (attempt.phase().equals("lost")) {
            found.add(new Violation(
                    "attempt-lost",
                    attempt.name(),
                    "its agent lived on this machine all the time: " + attempt.reason()));
        } else if (!ENDED.contains(attempt.phase())) {
            found.add(new Violation("attempt-open", attempt.name(), "it is " + attempt.phase()));
        } else if (attempt.phase().equals("succeeded") && !launches.containsKey(attempt.name())) {
            found.add(new Violation("launch-lost", attempt.name(), "it succeeded, and its agent never began"));
        }
    }

    private static void failed(Books books, Attempt attempt, List<Violation> found) {
        books.requestOf(attempt.run())
                .filter(asked -> attempt.phase().equals("failed") && asked.fate() != Fate.FAIL)
                .map(asked -> new Violation("attempt-failed", attempt.name(), attempt.reason()))
                .ifPresent(found::add);
    }

    private static void said(Books books, Run run, List<Attempt> attempts, List<Violation> found) {
        Map<String, Integer> counts = new HashMap<>();
        run.said().forEach(step -> counts.merge(step, 1, Integer::sum));
        counts.forEach((step, count) -> {
            if (count > 1) {
                found.add(new Violation(
                        "event-doubled", run.name(), "'%s' is %d times in its timeline".formatted(step, count)));
            }
        });
        books.requestOf(run.name())
                .ifPresent(asked -> attempts.stream()
                        .filter(attempt -> attempt.run().equals(run.name())
                                && attempt.phase().equals("succeeded"))
                        .forEach(attempt -> {
                            for (int step = 1; step <= asked.steps(); step++) {
                                if (!counts.containsKey(step(attempt.name(), step))) {
                                    found.add(new Violation(
                                            "event-lost",
                                            run.name(),
                                            "'%s' is not in its timeline".formatted(step(attempt.name(), step))));
                                }
                            }
                        }));
    }

    /** What an agent says at each step. */
    static String step(String attempt, int number) {
        return "%s step %d".formatted(attempt, number);
    }
}
