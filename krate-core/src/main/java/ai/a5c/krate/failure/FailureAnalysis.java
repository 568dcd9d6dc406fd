package ai.a5c.krate.failure;

import ai.a5c.krate.failure.detect.Cause;
import ai.a5c.krate.failure.detect.Finding;
import ai.a5c.krate.failure.detect.Rank;
import ai.a5c.krate.failure.log.LineCleaner;
import ai.a5c.krate.failure.log.LineSplitter;
import ai.a5c.krate.failure.log.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds in the log of a build what broke it. The log is given in pieces of any size and read once; what is kept does not grow with
 * it. Of what is found the best rank counts, within it the branch first by name, so that the order in which parallel branches
 * happened to write does not matter, and within that the first line.
 *
 * <p>For one log and one thread. What it tells is <em>not redacted</em>.
 */
public final class FailureAnalysis {

    static final int MOST_BRANCHES = 32;

    private final LineCleaner cleaner = new LineCleaner();
    private final LineSplitter lines = new LineSplitter(text -> read(cleaner.clean(text)));
    private final Build build = new Build();
    private final Map<String, Track> tracks = new TreeMap<>();

    /** The failure that {@code log} tells of; none if the build went well or nothing in it looks like a failure. */
    public static Optional<Failure> of(String log) {
        FailureAnalysis analysis = new FailureAnalysis();
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        analysis.accept(bytes, 0, bytes.length);
        return analysis.result();
    }

    /** Reads the next piece of the log, in UTF-8 or what is near to it. */
    public void accept(byte[] bytes, int offset, int count) {
        lines.accept(bytes, offset, count);
    }

    private void read(LogLine line) {
        String branch = tracks.containsKey(line.branch()) || tracks.size() < MOST_BRANCHES ? line.branch() : "";
        tracks.computeIfAbsent(branch, any -> new Track(build)).read(line);
    }

    /** The failure, when all was read. */
    public Optional<Failure> result() {
        lines.end();
        if (build.succeeded()) {
            return Optional.empty();
        }
        Optional<Track> best = Optional.empty();
        Rank rank = Rank.EXIT;
        for (Track track : tracks.values()) {
            Optional<Candidate> candidate = track.best();
            if (candidate.isPresent()
                    && (best.isEmpty() || candidate.get().finding().rank().compareTo(rank) < 0)) {
                best = Optional.of(track);
                rank = candidate.get().finding().rank();
            }
        }
        return best.flatMap(track -> track.best().map(candidate -> failure(track, candidate)));
    }

    private Failure failure(Track track, Candidate candidate) {
        Finding finding = candidate.finding();
        Optional<Integer> exitCode = build.exitCode().or(track::exitCode);
        Cause cause = finding.cause() == Cause.UNKNOWN ? causeOf(exitCode, finding.rank()) : finding.cause();
        String tool = finding.tool().word();
        return new Failure(
                tool,
                cause,
                finding.rank(),
                finding.subject(),
                candidate.message(),
                candidate.place(),
                candidate.line(),
                candidate.stage(),
                exitCode,
                List.copyOf(track.tests()),
                candidate.excerpt(),
                Fingerprint.of(tool, cause, finding.subject(), candidate.place(), candidate.message()));
    }

    /** What the exit codes of POSIX shells and of timeout(1) tell where nothing else does. */
    private static Cause causeOf(Optional<Integer> exitCode, Rank rank) {
        return switch (exitCode.orElse(0)) {
            case 124 -> Cause.TIMEOUT;
            case 126, 127 -> Cause.CONFIGURATION;
            case 137 -> Cause.RESOURCES;
            case 130, 143 -> Cause.INFRASTRUCTURE;
            default -> rank == Rank.EXIT ? Cause.SCRIPT : Cause.UNKNOWN;
        };
    }
}
