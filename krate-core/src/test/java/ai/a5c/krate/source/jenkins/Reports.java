package ai.a5c.krate.source.jenkins;

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
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reports of builds as a Jenkins would tell of them. */
final class Reports {

    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final String FINGERPRINT = "5e".repeat(32);

    private Reports() {}

    /** Every member filled. */
    static BuildReport pipeline() {
        return BuildReport.of(
                        new Controller("9c1d7b2e55aa41f0", "https://jenkins.example/"),
                        new Build(
                                "shop/app/PR-7",
                                42,
                                Instant.parse("2026-03-01T12:00:00Z"),
                                Instant.parse("2026-03-01T12:03:20.5Z"),
                                Result.FAILURE,
                                "https://jenkins.example/job/shop/job/app/job/PR-7/42/",
                                Kind.PIPELINE,
                                List.of(new Cause(CauseKind.USER, "ada", "Started by user Ada")),
                                List.of(new Upstream("shop/nightly", 9)),
                                Optional.of(41L)))
                .withScm(Optional.of(new Scm(
                        "https://git.example/acme/app.git",
                        "fix/price",
                        COMMIT,
                        Optional.of(new PullRequest(7, "fix/price", "main", Origin.SAME_REPOSITORY)))))
                .withFailure(
                        Optional.of(new Failure(
                                List.of("Build", "Unit tests"),
                                "sh",
                                "script returned exit code 1",
                                Optional.of(1),
                                "maven",
                                "[ERROR] PriceTest.rounds:31 expected: <2> but was: <1>\n[INFO] BUILD FAILURE\n",
                                FINGERPRINT)),
                        List.of(new FailedTest("shop.PriceTest.rounds", 2, "expected: <2> but was: <1>")))
                .withChanges(List.of(new Change(COMMIT, "ada", "Round prices\n\nAs agreed.\n")), List.of("ada"));
    }

    /** Every text as long and every list as full as it may be, with characters of three bytes. */
    static BuildReport largest() {
        String name = "\u20ac".repeat(BuildReport.LONGEST_NAME + 1);
        String text = "\u20ac".repeat(100_000);
        String web = "https://" + name;
        return BuildReport.of(
                        new Controller(name, web),
                        new Build(
                                name,
                                Long.MAX_VALUE,
                                Instant.MAX,
                                Instant.MAX,
                                Result.NOT_BUILT,
                                web,
                                Kind.MATRIX_CELL,
                                Collections.nCopies(99, new Cause(CauseKind.UPSTREAM, name, text)),
                                Collections.nCopies(99, new Upstream(name, Long.MAX_VALUE)),
                                Optional.of(Long.MAX_VALUE)))
                .withScm(Optional.of(new Scm(
                        web,
                        name,
                        COMMIT,
                        Optional.of(new PullRequest(Long.MAX_VALUE, name, name, Origin.SAME_REPOSITORY)))))
                .withFailure(
                        Optional.of(new Failure(
                                Collections.nCopies(99, name), name, text, Optional.of(1), name, text, name)),
                        Collections.nCopies(999, new FailedTest(name, Integer.MAX_VALUE, text)))
                .withChanges(Collections.nCopies(99, new Change(name, name, text)), Collections.nCopies(99, name));
    }
}
