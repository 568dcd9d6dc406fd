package ai.a5c.krate.failure;

import ai.a5c.krate.failure.detect.Detector;
import ai.a5c.krate.failure.detect.Finding;
import ai.a5c.krate.failure.detect.Findings;
import ai.a5c.krate.failure.detect.Place;
import ai.a5c.krate.failure.detect.Rank;
import ai.a5c.krate.failure.detect.Tool;
import ai.a5c.krate.failure.log.LogLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What was found in the lines of one branch: few candidates of each rank, the first ones. */
final class Track implements Findings {

    private static final int MOST_OF_A_RANK = 4;
    private static final int LONGEST_NAME = 200;

    private final Build build;
    private final List<Detector> detectors = Detector.all();
    private final Deque<LogLine> before = new ArrayDeque<>();
    private final Map<Rank, List<Candidate>> candidates = new EnumMap<>(Rank.class);
    private final Map<Tool, Candidate> open = new EnumMap<>(Tool.class);
    private final Set<String> tests = new LinkedHashSet<>();
    private Optional<Integer> exitCode = Optional.empty();

    Track(Build build) {
        this.build = build;
        for (Rank rank : Rank.values()) {
            candidates.put(rank, new ArrayList<>());
        }
    }

    void read(LogLine line) {
        if (before.size() > Excerpt.LINES_BEFORE) {
            before.removeFirst();
        }
        candidates.values().forEach(same -> same.forEach(candidate -> candidate.follow(line.text())));
        before.addLast(new LogLine(line.number(), line.branch(), Candidate.cut(line.text(), Excerpt.LONGEST_LINE)));
        detectors.forEach(detector -> detector.read(line, this));
    }

    Optional<Candidate> best() {
        return candidates.values().stream().flatMap(List::stream).findFirst();
    }

    Optional<Integer> exitCode() {
        return exitCode;
    }

    Set<String> tests() {
        return tests;
    }

    @Override
    public void report(Finding finding) {
        List<Candidate> same = candidates.getOrDefault(finding.rank(), List.of());
        if (same.size() >= MOST_OF_A_RANK || isToldAlready(finding)) {
            open.remove(finding.tool());
            return;
        }
        LogLine line = before.getLast();
        String stage = line.branch().isEmpty() ? build.stage() : line.branch();
        long firstLine = before.getFirst().number();
        Candidate candidate = new Candidate(
                finding,
                line.number(),
                stage,
                before.stream().map(LogLine::text).toList(),
                firstLine);
        same.add(candidate);
        open.put(finding.tool(), candidate);
    }

    /** A test is told of where it failed, and again in the list at the end under its name with or without its package. */
    private boolean isToldAlready(Finding finding) {
        return !finding.subject().isEmpty()
                && candidates.getOrDefault(finding.rank(), List.of()).stream()
                        .map(Candidate::finding)
                        .anyMatch(
                                other -> other.tool() == finding.tool() && isSame(other.subject(), finding.subject()));
    }

    private static boolean isSame(String one, String other) {
        return one.equals(other) || endsWith(one, other) || endsWith(other, one);
    }

    private static boolean endsWith(String whole, String part) {
        int from = whole.length() - part.length();
        return from > 0 && !part.isEmpty() && whole.endsWith(part) && ".: /".indexOf(whole.charAt(from - 1)) >= 0;
    }

    @Override
    public void detail(Tool tool, String text) {
        Candidate last = open.get(tool);
        if (last != null) {
            last.detail(text);
        }
    }

    @Override
    public void place(Tool tool, Place place) {
        Candidate last = open.get(tool);
        if (last != null) {
            last.place(place);
        }
    }

    @Override
    public void failedTest(String name) {
        String bounded = Candidate.cut(name, LONGEST_NAME);
        if (tests.size() < Failure.MOST_TESTS && tests.stream().noneMatch(other -> isSame(other, bounded))) {
            tests.add(bounded);
        }
    }

    @Override
    public void passedLater(Tool tool, String test) {
        withdraw(finding -> finding.tool() == tool && isSame(finding.subject(), test));
        tests.removeIf(other -> isSame(other, test));
    }

    @Override
    public void passed(Tool tool) {
        withdraw(finding -> finding.tool() == tool);
        tests.clear();
    }

    @Override
    public void triedAgain() {
        withdraw(finding -> true);
        tests.clear();
        exitCode = Optional.empty();
        build.forgetExitCode();
    }

    private void withdraw(Predicate<Finding> which) {
        candidates.values().forEach(same -> same.removeIf(candidate -> which.test(candidate.finding())));
        open.values().removeIf(candidate -> which.test(candidate.finding()));
    }

    @Override
    public void buildSucceeded() {
        build.succeed();
    }

    @Override
    public void exitCode(int code, boolean ofStep) {
        if (ofStep) {
            build.exitCode(code);
        } else if (exitCode.isEmpty()) {
            exitCode = Optional.of(code);
        }
    }

    @Override
    public void stage(String name) {
        build.stage(name);
    }
}
