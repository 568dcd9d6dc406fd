package ai.a5c.krate.gitea;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.gitea.Happening.Place;
import ai.a5c.krate.gitea.Happening.Thing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads deliveries about pushes, releases, commit statuses and workflows. */
final class CodeReader {

    private static final String NO_COMMIT = "0".repeat(40);
    static final String BRANCHES = "refs/heads/";
    private static final String TAGS = "refs/tags/";
    private static final int MAX_PATHS = 5_000;

    private CodeReader() {}

    static Happening push(Payload delivery) {
        String ref = Wording.bounded(delivery.text("ref"), Wording.NAME);
        String before = delivery.text("before");
        String after = commit(delivery, "after");
        if (after.equals(NO_COMMIT)) {
            throw new NoEventException("a branch or tag was deleted, which starts nothing");
        }
        if (after.equals(before)) {
            throw new NoEventException("nothing was pushed; it is the forge's test delivery");
        }
        return new Happening(
                ref.startsWith(TAGS) ? Source.TAG : Source.PUSH,
                new Thing("push", ref + "/" + before + "/" + after),
                delivery.object("repository").time("updated_at"),
                "",
                Optional.empty(),
                List.of(),
                paths(delivery),
                silent(headMessage(delivery), delivery),
                new Place(Optional.of(ref), branch(ref), Optional.of(after), Optional.empty(), false));
    }

    static Happening release(Payload delivery) {
        Payload release = delivery.object("release");
        String tag = Wording.bounded(release.text("tag_name"), Wording.NAME);
        String notes = release.textOrEmpty("name") + "\n\n" + release.textOrEmpty("body");
        return new Happening(
                Source.RELEASE,
                new Thing("release", id(release)),
                release.time("published_at"),
                notes,
                Optional.empty(),
                List.of(),
                List.of(),
                silent(notes, delivery),
                new Place(Optional.of(TAGS + tag), Optional.empty(), Optional.empty(), Optional.empty(), false));
    }

    /** A commit status; the commit may be of any branch or fork. */
    static Happening status(Payload delivery) {
        String state = delivery.text("state");
        return new Happening(
                Source.STATUS,
                new Thing("status", id(delivery)),
                time(delivery, "updated_at", "created_at"),
                state,
                Optional.empty(),
                List.of(),
                List.of(),
                silent(
                        delivery.text("context") + ": " + state + "\n\n" + delivery.textOrEmpty("description"),
                        delivery),
                Place.unknownAt(Optional.of(commit(delivery, "sha"))),
                Optional.of(CiReader.status(delivery)));
    }

    static Happening workflowRun(Payload delivery) {
        return workflowRun(delivery, delivery.object("workflow_run"));
    }

    /** Of a run, in a delivery or as the forge answers, of the repository that {@code delivery} is of. */
    static Happening workflowRun(Payload delivery, Payload run) {
        long repository = delivery.object("repository").number("id");
        Optional<WorkItem> pull = run.objects("pull_requests").stream()
                .filter(found -> isOf(repository, found))
                .findFirst()
                .map(found -> new WorkItem("pull-request", found.number("number"), ""));
        return ci(delivery, run, "workflow-run", pull, CiReader.run(delivery, run));
    }

    /** Whether the pull request would merge into the repository; a fork's run also lists those into others. */
    private static boolean isOf(long repository, Payload pull) {
        return pull.optionalObject("base")
                .flatMap(base -> base.optionalObject("repo"))
                .map(base -> base.number("id") == repository)
                .orElse(true);
    }

    /** A job of a workflow; its head branch says nothing about whose branch that is. */
    static Happening workflowJob(Payload delivery) {
        Payload job = delivery.object("workflow_job");
        return ci(delivery, job, "workflow-job", Optional.empty(), CiReader.job(delivery, job));
    }

    private static Happening ci(Payload delivery, Payload work, String kind, Optional<WorkItem> pull, Ci ci) {
        String name = work.textOrEmpty("display_title") + work.textOrEmpty("name");
        String conclusion = work.textOrEmpty("conclusion");
        Optional<String> sha = Optional.of(commit(work, "head_sha"));
        boolean ownBranch = kind.equals("workflow-run")
                && pull.isEmpty()
                && work.textOrEmpty("event").equals("push")
                && !work.textOrEmpty("head_branch").isEmpty();
        Optional<String> branch = Optional.of(Wording.bounded(work.textOrEmpty("head_branch"), Wording.NAME))
                .filter(at -> ownBranch);
        return new Happening(
                Source.CI,
                new Thing(kind, id(work) + "/" + work.number("run_attempt")),
                time(work, "completed_at", "updated_at", "started_at", "created_at"),
                work.textOrEmpty("status") + "/" + conclusion,
                pull,
                List.of(),
                List.of(),
                silent(name + ": " + (conclusion.isEmpty() ? work.textOrEmpty("status") : conclusion), delivery),
                new Place(branch.map(BRANCHES::concat), branch, sha, Optional.empty(), !ownBranch),
                Optional.of(ci));
    }

    private static Optional<String> branch(String ref) {
        return Optional.of(ref)
                .filter(full -> full.startsWith(BRANCHES))
                .map(full -> full.substring(BRANCHES.length()));
    }

    /** Changed files, or none at all if the delivery does not list every commit. */
    private static List<String> paths(Payload push) {
        List<Payload> commits = push.objects("commits");
        if (!push.has("total_commits") || push.number("total_commits") != commits.size()) {
            return List.of();
        }
        TreeSet<String> paths = new TreeSet<>();
        commits.stream()
                .flatMap(commit -> Stream.of("added", "removed", "modified").flatMap(how -> commit.texts(how).stream()))
                .map(path -> Wording.bounded(path, Wording.NAME))
                .forEach(paths::add);
        return paths.size() > MAX_PATHS ? List.of() : List.copyOf(paths);
    }

    private static String headMessage(Payload push) {
        return push.optionalObject("head_commit")
                .map(head -> head.textOrEmpty("message"))
                .orElse("");
    }

    /** Text that is shown but asks for nothing. */
    static Text silent(String body, Payload delivery) {
        return new Text("", Wording.bounded(body, Wording.TEXT), id(delivery.object("sender")));
    }

    private static Instant time(Payload from, String... names) {
        return Stream.of(names)
                .filter(from::has)
                .findFirst()
                .map(from::time)
                .orElseThrow(() -> new NoEventException("the delivery does not say when it happened"));
    }

    static String commit(Payload from, String name) {
        String sha = from.text(name);
        if (!PullFacts.isCommit(sha)) {
            throw new NoEventException("the delivery cannot be read: %s is no commit id".formatted(name));
        }
        return sha;
    }

    private static String id(Payload thing) {
        return Long.toString(thing.number("id"));
    }
}
