package ai.a5c.krate.source.jenkins;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.source.jenkins.BuildReport.Build;
import ai.a5c.krate.source.jenkins.BuildReport.FailedTest;
import ai.a5c.krate.source.jenkins.BuildReport.Failure;
import ai.a5c.krate.source.jenkins.BuildReport.Kind;
import ai.a5c.krate.source.jenkins.BuildReport.Scm;
import ai.a5c.krate.source.jenkins.BuildReport.Upstream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The result of a build in the words of all CI servers. */
final class BuildResult {

    private BuildResult() {}

    static Ci of(BuildReport report) {
        Optional<Failure> failure = report.failure();
        List<String> stages = failure.map(Failure::stages).orElse(List.of());
        return new Ci(
                workflow(report),
                report.build().job(),
                stages.isEmpty() ? "" : stages.get(stages.size() - 1),
                failure.map(Failure::step).orElse(""),
                "",
                conclusion(report.build()),
                failure.flatMap(Failure::exitCode),
                failure.map(Failure::fingerprint).orElse(""),
                report.tests().stream().map(FailedTest::name).toList(),
                report.build().url(),
                chain(report));
    }

    private static String conclusion(Build build) {
        return switch (build.result()) {
            case SUCCESS -> "success";
            case UNSTABLE -> "unstable";
            case FAILURE -> "failure";
            case NOT_BUILT -> "skipped";
            case ABORTED -> "cancelled";
        };
    }

    /** The project that people set up: of a branch's job and of a cell of a matrix the one above; else the job itself. */
    static String workflow(BuildReport report) {
        String job = report.build().job();
        int slash = job.lastIndexOf('/');
        boolean part = slash > 0
                && (report.build().kind() == Kind.MATRIX_CELL
                        || report.scm()
                                .filter(scm -> isOfBranch(job.substring(slash + 1), scm))
                                .isPresent());
        return part ? job.substring(0, slash) : job;
    }

    private static boolean isOfBranch(String name, Scm scm) {
        String pull = scm.pullRequest().map(request -> "PR-" + request.number()).orElse("");
        return !name.isEmpty() && (name.equals(pull) || decoded(name).equals(scm.branch()));
    }

    /** Multibranch projects write the slashes of a branch as {@code %2F}. */
    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /** The outermost build that led to this one, or this one. */
    private static String chain(BuildReport report) {
        List<Upstream> upstream = report.build().upstream();
        Upstream root = upstream.isEmpty()
                ? new Upstream(report.build().job(), report.build().number())
                : upstream.get(upstream.size() - 1);
        return "jenkins/%s/%s#%d".formatted(report.controller().id(), root.job(), root.number());
    }
}
