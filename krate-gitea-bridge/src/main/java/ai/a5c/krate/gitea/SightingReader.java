package ai.a5c.krate.gitea;

import ai.a5c.krate.event.Sighting;
import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.event.Sighting.Build;
import ai.a5c.krate.event.Sighting.Item;
import ai.a5c.krate.event.Sighting.Part;
import ai.a5c.krate.event.Sighting.Progress;
import ai.a5c.krate.event.Sighting.Proposal;
import ai.a5c.krate.event.Sighting.Standing;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads how an issue, a pull request or a build stood when a delivery was made.
 *
 * <p>It is for people only, so what cannot be read here leaves the event as it is.
 */
final class SightingReader {

    private static final int MAX_ASSIGNEES = 100;
    private static final int ADDRESS = 4_096;

    private SightingReader() {}

    static Sighting of(String event, String action, Payload delivery, Instant at) {
        try {
            return switch (event) {
                case "issue_comment" -> Sighting.of(item(delivery.object("issue"), ""));
                case "issues" -> Sighting.of(item(delivery.object("issue"), action));
                case "pull_request", "pull_request_approved", "pull_request_rejected", "pull_request_comment" ->
                    Sighting.of(item(delivery.object("pull_request"), action));
                case "workflow_run" -> Sighting.of(run(delivery.object("workflow_run"), at));
                case "workflow_job" -> Sighting.of(job(delivery.object("workflow_job"), at));
                case "action_run_failure", "action_run_recover", "action_run_success" ->
                    Sighting.of(actionRun(delivery.object("run"), at));
                default -> Sighting.NONE;
            };
        } catch (NoEventException e) {
            return Sighting.NONE;
        }
    }

    private static Item item(Payload item, String action) {
        return new Item(
                standing(item, action),
                account(item.optionalObject("user")),
                address(item, "html_url"),
                item.objects("assignees").stream()
                        .limit(MAX_ASSIGNEES)
                        .map(user -> name(user, "login"))
                        .toList(),
                item.optionalObject("milestone").map(one -> name(one, "title")).orElse(""),
                item.has("comments") ? item.number("comments") : -1,
                time(item, "created_at"),
                item.time("updated_at"),
                time(item, "closed_at"),
                item.optionalObject("head").map(head -> proposal(item, head)));
    }

    /** An issue says in its part about the pull request whether that is merged; the pull request says it itself. */
    private static Standing standing(Payload item, String action) {
        if (action.equals("deleted")) {
            return Standing.DELETED;
        }
        boolean merged = item.flag("merged")
                || item.optionalObject("pull_request")
                        .filter(pull -> pull.flag("merged"))
                        .isPresent();
        if (merged) {
            return Standing.MERGED;
        }
        return item.textOrEmpty("state").equals("closed") ? Standing.CLOSED : Standing.OPEN;
    }

    private static Proposal proposal(Payload pull, Payload head) {
        return new Proposal(
                head.optionalObject("repo")
                        .map(repository -> name(repository, "full_name"))
                        .orElse(""),
                commit(pull.object("base"), "sha"),
                pull.flag("draft"),
                pull.has("mergeable") ? Optional.of(pull.flag("mergeable")) : Optional.empty(),
                pull.flag("merged") ? commit(pull, "merge_commit_sha") : "");
    }

    private static Build run(Payload run, Instant at) {
        return new Build(
                Long.toString(run.number("id")),
                run.has("run_number") ? run.number("run_number") : 0,
                tries(run),
                name(run, "event"),
                account(run.optionalObject("actor")),
                Optional.empty(),
                progress(run.textOrEmpty("status")),
                time(run, "started_at"),
                time(run, "completed_at"),
                at);
    }

    private static Build job(Payload job, Instant at) {
        return new Build(
                Long.toString(job.number("run_id")),
                0,
                tries(job),
                "",
                Account.NOBODY,
                Optional.of(new Part(Long.toString(job.number("id")), name(job, "runner_name"))),
                progress(job.textOrEmpty("status")),
                time(job, "started_at"),
                time(job, "completed_at"),
                at);
    }

    /** Forgejo tells of its runs when they have ended. */
    private static Build actionRun(Payload run, Instant at) {
        return new Build(
                Long.toString(run.number("id")),
                run.has("index_in_repo") ? run.number("index_in_repo") : 0,
                1,
                name(run, "event"),
                account(run.optionalObject("trigger_user")),
                Optional.empty(),
                Progress.COMPLETED,
                time(run, "started"),
                time(run, "stopped"),
                at);
    }

    private static int tries(Payload work) {
        long told = work.has("run_attempt") ? work.number("run_attempt") : 1;
        return (int) Math.max(1, Math.min(told, Integer.MAX_VALUE));
    }

    private static Progress progress(String status) {
        return switch (status) {
            case "completed" -> Progress.COMPLETED;
            case "waiting", "blocked" -> Progress.WAITING;
            case "queued", "requested", "pending" -> Progress.QUEUED;
            default -> Progress.RUNNING;
        };
    }

    private static Account account(Optional<Payload> user) {
        return user.map(one -> new Account(name(one, "login"), one.has("id") ? Long.toString(one.number("id")) : ""))
                .orElse(Account.NOBODY);
    }

    /** Gitea writes the year 1 for what has not happened. */
    private static Optional<Instant> time(Payload from, String member) {
        return Optional.of(from)
                .filter(one -> one.has(member) && !one.textOrEmpty(member).isEmpty())
                .map(one -> one.time(member))
                .filter(time -> time.isAfter(Instant.EPOCH));
    }

    private static String commit(Payload from, String member) {
        String sha = from.textOrEmpty(member);
        return PullFacts.isCommit(sha) ? sha : "";
    }

    private static String address(Payload from, String member) {
        return Wording.bounded(from.textOrEmpty(member), ADDRESS);
    }

    private static String name(Payload from, String member) {
        return Wording.bounded(from.textOrEmpty(member), Wording.NAME);
    }
}
