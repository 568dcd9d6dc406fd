package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.NOT_FOUND;
import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the stand-in answers about runs of workflows, if it is new enough to know them. */
final class WorkflowRoutes {

    private static final String REPOSITORY = "repository";
    private static final String RUNS = "/actions/runs";

    private final StandInForge forge;
    private final StatusRoutes statuses;
    private final TreeMap<Long, Run> runs = new TreeMap<>();

    WorkflowRoutes(StandInForge forge, StatusRoutes statuses) {
        this.forge = forge;
        this.statuses = statuses;
    }

    /** A run as it is now. */
    private record Run(long id, String sha, String context, long attempt, String status, long pull) {}

    List<StandInRoute> routes() {
        return List.of(
                StandInRoute.repository("GET", RUNS, REPOSITORY, known(this::list)),
                StandInRoute.repository("GET", RUNS + "/{}", REPOSITORY, known(this::get)),
                StandInRoute.repository("POST", RUNS + "/{}/rerun", REPOSITORY, known(this::rerun)));
    }

    private Function<StandInCall, StandInAnswer> known(Function<StandInCall, StandInAnswer> answer) {
        return call -> forge.version() == StandInVersion.HEAD ? answer.apply(call) : NOT_FOUND;
    }

    /** A run has failed, or fails again; each time it reports a status. */
    synchronized StandInStatus fail(long id, String sha, String context) {
        return fail(id, sha, context, 0);
    }

    /** The same of a run for a pull request; of one that was pushed to main for pull request 0. */
    synchronized StandInStatus fail(long id, String sha, String context, long pull) {
        Run before = runs.get(id);
        runs.put(id, new Run(id, sha, context, before == null ? 1 : before.attempt(), "completed", pull));
        return report(id, sha, context, "failure");
    }

    /** How many attempts a run has. */
    synchronized long attempts(long id) {
        Run run = runs.get(id);
        return run == null ? 0 : run.attempt();
    }

    private StandInStatus report(long id, String sha, String context, String state) {
        String page = "/acme/app/actions/runs/%d/jobs/0".formatted(id);
        return statuses.report(new StandInStatus(0, sha, StatusRoutes.ACTIONS, state, context, "", page));
    }

    private synchronized StandInAnswer list(StandInCall call) {
        List<Map<String, Object>> found = runs.descendingMap().values().stream()
                .filter(run -> call.asked("head_sha").map(run.sha()::equals).orElse(true))
                .map(this::json)
                .toList();
        StandInAnswer page = StandInAnswer.page(call, found);
        return new StandInAnswer(
                200, StandInJson.of("total_count", found.size(), "workflow_runs", page.body()), page.headers());
    }

    private synchronized StandInAnswer get(StandInCall call) {
        Run run = runs.get(call.number(0));
        return run == null ? NOT_FOUND : StandInAnswer.of(200, json(run));
    }

    private synchronized StandInAnswer rerun(StandInCall call) {
        Run run = runs.get(call.number(0));
        if (run == null) {
            return NOT_FOUND;
        }
        if (!run.status().equals("completed")) {
            return refusal(400, "this workflow run is not done");
        }
        runs.put(run.id(), new Run(run.id(), run.sha(), run.context(), run.attempt() + 1, "queued", run.pull()));
        report(run.id(), run.sha(), run.context(), "pending");
        return new StandInAnswer(201, null, Map.of());
    }

    private Map<String, Object> json(Run run) {
        return StandInJson.of(
                "id",
                run.id(),
                "html_url",
                "%s/actions/runs/%d".formatted(forge.repository().get("html_url"), run.id()),
                "run_attempt",
                run.attempt(),
                "run_number",
                run.id() - 7,
                "head_sha",
                run.sha(),
                "event",
                run.pull() == 0 ? "push" : "pull_request",
                "head_branch",
                run.pull() == 0 ? "main" : "",
                "pull_requests",
                run.pull() == 0 ? List.of() : List.of(StandInJson.of("number", run.pull())),
                "created_at",
                forge.now().toString(),
                "path",
                run.pull() == 0 ? "ci.yml@refs/heads/main" : "ci.yml@refs/pull/%d/head".formatted(run.pull()),
                "status",
                run.status(),
                "conclusion",
                run.status().equals("completed") ? "failure" : null);
    }
}
