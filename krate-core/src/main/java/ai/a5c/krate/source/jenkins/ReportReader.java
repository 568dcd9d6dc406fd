package ai.a5c.krate.source.jenkins;

import static ai.a5c.krate.source.jenkins.BuildReport.LONGEST_NAME;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.source.jenkins.BuildReport.Build;
import ai.a5c.krate.source.jenkins.BuildReport.Cause;
import ai.a5c.krate.source.jenkins.BuildReport.CauseKind;
import ai.a5c.krate.source.jenkins.BuildReport.Change;
import ai.a5c.krate.source.jenkins.BuildReport.Controller;
import ai.a5c.krate.source.jenkins.BuildReport.FailedTest;
import ai.a5c.krate.source.jenkins.BuildReport.Failure;
import ai.a5c.krate.source.jenkins.BuildReport.Kind;
import ai.a5c.krate.source.jenkins.BuildReport.Origin;
import ai.a5c.krate.source.jenkins.BuildReport.PullRequest;
import ai.a5c.krate.source.jenkins.BuildReport.Result;
import ai.a5c.krate.source.jenkins.BuildReport.Scm;
import ai.a5c.krate.source.jenkins.BuildReport.Upstream;

/** Reads reports; refuses what no plugin would write. */
final class ReportReader {

    private ReportReader() {}

    static BuildReport read(byte[] json) {
        if (json.length > BuildReport.MOST_BYTES) {
            throw new InvalidReportException("$", "expected at most %d bytes".formatted(BuildReport.MOST_BYTES));
        }
        try {
            return report(new Members("$", Json.readObject(json)));
        } catch (InvalidJsonException e) {
            throw new InvalidReportException("$", String.valueOf(e.getMessage()));
        }
    }

    private static BuildReport report(Members report) {
        long version = report.number("version", 1, Integer.MAX_VALUE);
        if (version != BuildReport.VERSION) {
            throw new InvalidReportException(
                    "$.version", "expected %d; the plugin is newer than this program".formatted(BuildReport.VERSION));
        }
        return new BuildReport(
                BuildReport.VERSION,
                controller(report.object("controller")),
                build(report.object("build")),
                report.optional("scm").map(ReportReader::scm),
                report.optional("failure").map(ReportReader::failure),
                report.objects("tests", BuildReport.MOST_TESTS, ReportReader::test),
                report.objects("changes", BuildReport.MOST_CHANGES, ReportReader::change),
                report.texts("culprits", BuildReport.MOST_CULPRITS, LONGEST_NAME));
    }

    private static Controller controller(Members controller) {
        return new Controller(controller.name("id"), controller.page("url"));
    }

    private static Build build(Members build) {
        return new Build(
                build.name("job"),
                build.number("number", 1, Long.MAX_VALUE),
                build.time("startedAt"),
                build.time("endedAt"),
                build.word("result", Result.class),
                build.page("url"),
                build.word("kind", Kind.class),
                build.objects("causes", BuildReport.MOST_CAUSES, ReportReader::cause),
                build.objects("upstream", BuildReport.MOST_CAUSES, ReportReader::upstream),
                build.optionalNumber("rebuildOf", 1, Long.MAX_VALUE));
    }

    private static Cause cause(Members cause) {
        return new Cause(
                cause.word("kind", CauseKind.class),
                cause.text("user", LONGEST_NAME),
                cause.text("text", BuildReport.LONGEST_MESSAGE));
    }

    private static Upstream upstream(Members upstream) {
        return new Upstream(upstream.name("job"), upstream.number("number", 1, Long.MAX_VALUE));
    }

    private static Scm scm(Members scm) {
        return new Scm(
                scm.text("url", LONGEST_NAME),
                scm.text("branch", LONGEST_NAME),
                scm.commit("commit"),
                scm.optional("pullRequest").map(ReportReader::pullRequest));
    }

    private static PullRequest pullRequest(Members pull) {
        return new PullRequest(
                pull.number("number", 1, Long.MAX_VALUE),
                pull.text("head", LONGEST_NAME),
                pull.text("target", LONGEST_NAME),
                pull.word("origin", Origin.class));
    }

    private static Failure failure(Members failure) {
        return new Failure(
                failure.texts("stages", BuildReport.MOST_STAGES, LONGEST_NAME),
                failure.text("step", LONGEST_NAME),
                failure.text("error", BuildReport.LONGEST_ERROR),
                failure.optionalNumber("exitCode", Integer.MIN_VALUE, Integer.MAX_VALUE)
                        .map(Long::intValue),
                failure.text("tool", LONGEST_NAME),
                failure.text("excerpt", BuildReport.LONGEST_EXCERPT),
                failure.text("fingerprint", LONGEST_NAME));
    }

    private static FailedTest test(Members test) {
        return new FailedTest(
                test.name("name"),
                test.optionalNumber("age", 0, Integer.MAX_VALUE)
                        .map(Long::intValue)
                        .orElse(0),
                test.text("message", BuildReport.LONGEST_MESSAGE));
    }

    private static Change change(Members change) {
        return new Change(
                change.text("commit", LONGEST_NAME),
                change.text("author", LONGEST_NAME),
                change.text("message", BuildReport.LONGEST_COMMIT_MESSAGE));
    }
}
