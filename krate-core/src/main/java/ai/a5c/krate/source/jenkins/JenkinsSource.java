package ai.a5c.krate.source.jenkins;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.event.Payload;
import ai.a5c.krate.event.Sighting;
import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.event.Sighting.Part;
import ai.a5c.krate.event.Sighting.Progress;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.match.CloneUrl;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.source.jenkins.BuildReport.Build;
import ai.a5c.krate.source.jenkins.BuildReport.CauseKind;
import ai.a5c.krate.source.jenkins.BuildReport.Kind;
import ai.a5c.krate.source.jenkins.BuildReport.Origin;
import ai.a5c.krate.source.jenkins.BuildReport.PullRequest;
import ai.a5c.krate.source.jenkins.BuildReport.Scm;
import ai.a5c.krate.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the reports of a Jenkins. The repository is named by its clone URL, which nobody calls; actors are users of the Jenkins,
 * written {@code jenkins:id}, and no accounts of a forge.
 */
public final class JenkinsSource implements ForgeSource {

    /** What stands before the id of a Jenkins user; no account of a forge is called so. */
    public static final String USER = "jenkins:";

    /** How servers of forges call the heads of pull requests, and Jenkins the jobs that build them. */
    private static final Pattern PULL = Pattern.compile("(?i)(.*/)?(pr|pull|pulls|mr|merge-requests?)[-/][0-9]+(/.*)?");

    @Override
    public String kind() {
        return "jenkins";
    }

    @Override
    public Reading read(ForgeDelivery delivery) {
        byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
        try {
            BuildReport report = BuildReport.read(body);
            return report.scm()
                    .filter(scm -> CloneUrl.of(scm.url()).isPresent())
                    .map(scm -> new Reading(Optional.of(event(delivery, report, scm, body)), ""))
                    .orElseGet(
                            () -> new Reading(
                                    Optional.empty(),
                                    "the report does not say by $.scm.url which repository was built; let the job check it out"));
        } catch (InvalidReportException e) {
            return new Reading(Optional.empty(), "the report cannot be read: " + e.getMessage());
        }
    }

    /**
     * A branch of the repository itself is trusted, since only who may write to the repository makes one; what may come from a
     * fork is not, nor what comes from nobody knows where.
     */
    @Override
    public SourceEvent enrich(Forge forge, SourceEvent event) {
        if (event.fork()) {
            return event.judged(
                    event.actor(),
                    Trust.UNTRUSTED,
                    "the build is of a fork, or it cannot be told where its code is from");
        }
        if (event.branch().isEmpty() || event.sha().isEmpty()) {
            return event.judged(
                    event.actor(), Trust.UNTRUSTED, "the report does not say which branch and which commit was built");
        }
        return event.judged(
                event.actor(),
                Trust.TRUSTED,
                "the webhook's secret signed it, and it is of a branch of the repository");
    }

    /** Whatever permission: users of a Jenkins have none in a repository, and the code decides. */
    @Override
    public SourceEvent assume(SourceEvent event, String permission) {
        return enrich(new Forge("", "", "", Optional.empty()), event);
    }

    private static SourceEvent event(ForgeDelivery delivery, BuildReport report, Scm scm, byte[] body) {
        Optional<PullRequest> pull = scm.pullRequest();
        Optional<String> branch = branch(scm);
        return SourceEvent.of(uid(delivery, report), delivery.organization(), Source.CI, type(report), scm.url())
                .ref(branch.map("refs/heads/"::concat))
                .branch(branch)
                .sha(Optional.of(scm.commit()).filter(commit -> !commit.isEmpty()))
                .baseRef(pull.map(PullRequest::target).filter(target -> !target.isEmpty()))
                .fork(pull.map(request -> request.origin() != Origin.SAME_REPOSITORY)
                        .orElse(PULL.matcher(scm.branch()).matches()))
                .workItem(pull.map(request -> new WorkItem("pull-request", request.number(), "")))
                .actor(actor(report))
                .trust(Trust.UNTRUSTED, "nobody has looked at the code yet")
                .text(new Text("", Description.of(report), ""))
                .ci(Optional.of(BuildResult.of(report)))
                .occurredAt(report.build().endedAt())
                .deliveryRef(delivery.id())
                .payload(Payload.of(Json.readObject(body)))
                .sighting(Sighting.of(seen(report)))
                .build();
    }

    /** The build as it stands among all builds; a cell of a matrix is a part of the matrix' build. */
    private static Sighting.Build seen(BuildReport report) {
        Build build = report.build();
        String job = build.kind() == Kind.MATRIX_CELL ? BuildResult.workflow(report) : build.job();
        Actor actor = actor(report);
        return new Sighting.Build(
                "%s/%s#%d".formatted(report.controller().id(), job, build.number()),
                build.number(),
                1,
                build.causes().isEmpty()
                        ? ""
                        : build.causes().get(0).kind().name().toLowerCase(Locale.ROOT),
                actor.bot() ? Account.NOBODY : new Account(actor.login(), actor.id()),
                build.kind() == Kind.MATRIX_CELL ? Optional.of(new Part(build.job(), "")) : Optional.empty(),
                Progress.COMPLETED,
                Optional.of(build.startedAt()),
                Optional.of(build.endedAt()),
                build.endedAt());
    }

    private static String uid(ForgeDelivery delivery, BuildReport report) {
        return CanonicalJson.digest(List.of(delivery.organization(), "jenkins", report.deliveryId()))
                .hex();
    }

    private static String type(BuildReport report) {
        return switch (report.build().result()) {
            case SUCCESS -> "build.succeeded";
            case UNSTABLE -> "build.unstable";
            case FAILURE -> "build.failed";
            case NOT_BUILT -> "build.skipped";
            case ABORTED -> "build.aborted";
        };
    }

    /** The head branch, without what Git writes before those of a remote. */
    private static Optional<String> branch(Scm scm) {
        String named = scm.pullRequest()
                .map(PullRequest::head)
                .filter(head -> !head.isEmpty())
                .orElse(scm.branch());
        String branch = named.replaceFirst("^(refs/heads/|(refs/remotes/)?origin/)", "");
        return Optional.of(branch).filter(name -> !name.isEmpty() && !name.equals("detached") && !name.equals("HEAD"));
    }

    /** The user who had it built, or else the Jenkins. */
    private static Actor actor(BuildReport report) {
        return report.build().causes().stream()
                .filter(cause -> cause.kind() == CauseKind.USER || cause.kind() == CauseKind.REBUILD)
                .map(BuildReport.Cause::user)
                .filter(user -> !user.isEmpty())
                .findFirst()
                .map(user -> new Actor(USER + user, USER + user, "unknown", false, false))
                .orElse(new Actor("jenkins", "", "unknown", false, true));
    }
}
