package ai.a5c.krate.source.jenkins;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a Jenkins says of one finished build: the contract between the plugin and whoever decides.
 *
 * <p>Each instance is within its bounds: longer texts are cut and longer lists end early when it is made, so that no build is
 * too large to be told of. {@link #read} refuses what is beyond them, because no plugin wrote it. Texts come from people and
 * logs; whoever fills {@code failure} redacts first.
 *
 * @param version of the contract; {@value #VERSION}
 * @param scm the code that was built, as far as it is known
 * @param failure what broke the build; empty if nothing is known of it
 * @param tests that failed, at most {@value #MOST_TESTS}
 * @param changes since the build before, newest first, at most {@value #MOST_CHANGES}
 * @param culprits ids of users whose changes are in it since it was last well, at most {@value #MOST_CULPRITS}
 */
public record BuildReport(
        int version,
        Controller controller,
        Build build,
        Optional<Scm> scm,
        Optional<Failure> failure,
        List<FailedTest> tests,
        List<Change> changes,
        List<String> culprits) {

    /** The version of the contract that is written. */
    public static final int VERSION = 1;

    /** The bytes that the JSON of a report has at most. */
    public static final int MOST_BYTES = 1024 * 1024;

    /** How long the name of a job, a test, an id or an address may be. */
    public static final int LONGEST_NAME = 512;

    /** How long the message of a test may be. */
    public static final int LONGEST_MESSAGE = 500;

    /** How long the error of a failure may be. */
    public static final int LONGEST_ERROR = 2_000;

    /** How long the excerpt of the log may be. */
    public static final int LONGEST_EXCERPT = 16_000;

    /** How long the message of a commit may be. */
    public static final int LONGEST_COMMIT_MESSAGE = 4_000;

    /** How many failed tests are named. */
    public static final int MOST_TESTS = 100;

    /** How many changes are named. */
    public static final int MOST_CHANGES = 30;

    /** How many culprits are named. */
    public static final int MOST_CULPRITS = 50;

    /** How many causes a build has, and how many builds stand above it. */
    public static final int MOST_CAUSES = 20;

    /** How deep stages nest. */
    public static final int MOST_STAGES = 20;

    public BuildReport {
        if (version < 1) {
            throw new IllegalArgumentException("versions count from 1");
        }
        tests = Bounded.first(tests, MOST_TESTS);
        changes = Bounded.first(changes, MOST_CHANGES);
        culprits = Bounded.lines(culprits, MOST_CULPRITS, LONGEST_NAME);
    }

    /** A report in the version that is written now. */
    public static BuildReport of(Controller controller, Build build) {
        return new BuildReport(
                VERSION, controller, build, Optional.empty(), Optional.empty(), List.of(), List.of(), List.of());
    }

    /** The same report with the code that was built. */
    public BuildReport withScm(Optional<Scm> value) {
        return new BuildReport(version, controller, build, value, failure, tests, changes, culprits);
    }

    /** The same report with what broke the build. */
    public BuildReport withFailure(Optional<Failure> value, List<FailedTest> failed) {
        return new BuildReport(version, controller, build, scm, value, failed, changes, culprits);
    }

    /** The same report with what changed and who changed it. */
    public BuildReport withChanges(List<Change> value, List<String> since) {
        return new BuildReport(version, controller, build, scm, failure, tests, value, since);
    }

    /**
     * The report that UTF-8 {@code json} tells of; members that are not known are ignored.
     *
     * @throws InvalidReportException if it is no report: the message names the member
     */
    public static BuildReport read(byte[] json) {
        return ReportReader.read(json);
    }

    /** The report as JSON, at most {@value #MOST_BYTES} bytes of UTF-8; {@link #read} reads it back. */
    public byte[] json() {
        return Json.write(Json.toTree(this)).getBytes(StandardCharsets.UTF_8);
    }

    /** The same for one build however often it is told of: 64 hex digits made of the controller, the job, the number and the start. */
    public String deliveryId() {
        return CanonicalJson.digest(List.of(
                        "jenkins",
                        controller.id(),
                        build.job(),
                        Long.toString(build.number()),
                        build.startedAt().toString()))
                .hex();
    }

    /**
     * The Jenkins that built.
     *
     * @param id of the instance, such as {@code Jenkins.getLegacyInstanceId()}; never empty
     * @param url where people find it; data, never called
     */
    public record Controller(String id, String url) {

        public Controller {
            id = Bounded.line(id, LONGEST_NAME);
            url = Bounded.page(url, LONGEST_NAME);
            if (id.isEmpty()) {
                throw new IllegalArgumentException("a controller has an id");
            }
        }
    }

    /**
     * The build.
     *
     * @param job the job's full name, such as {@code team/app/main}; never empty
     * @param number from 1
     * @param url where people look at it; data, never called
     * @param causes why it was built
     * @param upstream the builds that led to it, the nearest first
     * @param rebuildOf the number of the build of the same job that it repeats
     */
    public record Build(
            String job,
            long number,
            Instant startedAt,
            Instant endedAt,
            Result result,
            String url,
            Kind kind,
            List<Cause> causes,
            List<Upstream> upstream,
            Optional<Long> rebuildOf) {

        public Build {
            job = Bounded.line(job, LONGEST_NAME);
            if (job.isEmpty() || number < 1) {
                throw new IllegalArgumentException("a build has a job and a number from 1");
            }
            url = Bounded.page(url, LONGEST_NAME);
            causes = Bounded.first(causes, MOST_CAUSES);
            upstream = Bounded.first(upstream, MOST_CAUSES);
        }
    }

    /** How a build ended, in the words of Jenkins. */
    public enum Result {
        SUCCESS,
        UNSTABLE,
        FAILURE,
        NOT_BUILT,
        ABORTED
    }

    /** What was built. */
    public enum Kind {
        PIPELINE,
        FREESTYLE,
        /** A matrix build as a whole; its cells are builds of their own. */
        MATRIX,
        /** One combination of a matrix build, which stands in {@code upstream}. */
        MATRIX_CELL,
        OTHER
    }

    /**
     * Why something was built.
     *
     * @param user the id of the Jenkins user, if one asked for it
     * @param text Jenkins' own short description
     */
    public record Cause(CauseKind kind, String user, String text) {

        public Cause {
            user = Bounded.line(user, LONGEST_NAME);
            text = Bounded.line(text, LONGEST_MESSAGE);
        }
    }

    /** What makes Jenkins build. */
    public enum CauseKind {
        USER,
        SCM,
        TIMER,
        UPSTREAM,
        REMOTE,
        REBUILD,
        OTHER
    }

    /** A build that led to another. */
    public record Upstream(String job, long number) {

        public Upstream {
            job = Bounded.line(job, LONGEST_NAME);
        }
    }

    /**
     * The code that was built.
     *
     * @param url the clone URL, without user and password; data, never called
     * @param branch without {@code refs/heads/}; for a pull request its head branch, or empty if that is not known
     * @param commit 40 hex digits, or empty
     */
    public record Scm(String url, String branch, String commit, Optional<PullRequest> pullRequest) {

        public Scm {
            url = Bounded.line(Bounded.withoutUser(url), LONGEST_NAME);
            branch = Bounded.line(branch, LONGEST_NAME);
            commit = commit.matches("[0-9a-f]{40}") ? commit : "";
        }
    }

    /**
     * A pull request.
     *
     * @param head the head branch
     * @param target the branch that it would be merged into
     */
    public record PullRequest(long number, String head, String target, Origin origin) {

        public PullRequest {
            if (number < 1) {
                throw new IllegalArgumentException("pull requests count from 1");
            }
            head = Bounded.line(head, LONGEST_NAME);
            target = Bounded.line(target, LONGEST_NAME);
        }
    }

    /** Where the head of a pull request lies; what is not known counts as a fork. */
    public enum Origin {
        SAME_REPOSITORY,
        FORK,
        UNKNOWN
    }

    /**
     * What broke the build; redacted.
     *
     * @param stages names of the stages from the outermost in
     * @param step the function of the step that failed, such as {@code sh}
     * @param error its message
     * @param exitCode of the process that failed
     * @param tool that reported the first actionable error, as failure analysis names it
     * @param excerpt lines of the log around that
     * @param fingerprint as failure analysis makes it, equal for the same failure in another build; or empty
     */
    public record Failure(
            List<String> stages,
            String step,
            String error,
            Optional<Integer> exitCode,
            String tool,
            String excerpt,
            String fingerprint) {

        public Failure {
            stages = Bounded.lines(stages, MOST_STAGES, LONGEST_NAME);
            step = Bounded.line(step, LONGEST_NAME);
            error = Bounded.lines(error, LONGEST_ERROR);
            tool = Bounded.line(tool, LONGEST_NAME);
            excerpt = Bounded.lines(excerpt, LONGEST_EXCERPT);
            fingerprint = Bounded.line(fingerprint, LONGEST_NAME);
        }
    }

    /**
     * A test that failed.
     *
     * @param age for how many builds it has been failing, from 1; 0 if that is not known
     * @param message the first lines of what it said
     */
    public record FailedTest(String name, int age, String message) {

        public FailedTest {
            name = Bounded.line(name, LONGEST_NAME);
            message = Bounded.lines(message, LONGEST_MESSAGE);
        }
    }

    /**
     * A commit that came in since the build before.
     *
     * @param commit its id
     * @param author the id of the Jenkins user, or the name in the commit
     * @param message the whole message: its last lines may say that Krate made it
     */
    public record Change(String commit, String author, String message) {

        public Change {
            commit = Bounded.line(commit, LONGEST_NAME);
            author = Bounded.line(author, LONGEST_NAME);
            message = Bounded.lines(message, LONGEST_COMMIT_MESSAGE);
        }
    }
}
