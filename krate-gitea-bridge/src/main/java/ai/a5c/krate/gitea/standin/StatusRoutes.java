package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the stand-in answers about commit statuses: each report is kept, the newest of a context counts. */
final class StatusRoutes {

    /** The account by which the forge's own workflows report. */
    static final String ACTIONS = "gitea-actions";

    private static final String REPOSITORY = "repository";
    private static final String STATUSES = "/statuses/{}";
    private static final Set<String> STATES = Set.of("pending", "success", "error", "failure", "warning");

    private final StandInForge forge;
    private final List<StandInStatus> statuses = new ArrayList<>();

    StatusRoutes(StandInForge forge) {
        this.forge = forge;
    }

    List<StandInRoute> routes() {
        return List.of(
                StandInRoute.repository("GET", STATUSES, REPOSITORY, this::list),
                StandInRoute.repository("POST", STATUSES, REPOSITORY, this::add));
    }

    /** The statuses of a commit, oldest first. */
    synchronized List<StandInStatus> statuses(String sha) {
        return statuses.stream().filter(status -> status.sha().equals(sha)).toList();
    }

    /** Takes a report; it gets the next id. */
    synchronized StandInStatus report(StandInStatus status) {
        StandInStatus numbered = status.withId(statuses.size() + 1L);
        statuses.add(numbered);
        return numbered;
    }

    private synchronized StandInAnswer list(StandInCall call) {
        Comparator<StandInStatus> oldest = Comparator.comparing(StandInStatus::id);
        boolean newestFirst = call.asked("sort").filter("highestindex"::equals).isPresent();
        return StandInAnswer.page(
                call,
                statuses(call.variables().get(0)).stream()
                        .sorted(newestFirst ? oldest.reversed() : oldest)
                        .map(this::json)
                        .toList());
    }

    private StandInAnswer add(StandInCall call) {
        String state = call.text("state");
        if (!forge.accounts().mayWrite(call.login())) {
            return refusal(403, "user should have a permission to write to a repo");
        }
        boolean skipped = state.equals("skipped") && forge.version() == StandInVersion.HEAD;
        if (!STATES.contains(state) && !skipped) {
            return refusal(500, "unknown state");
        }
        return StandInAnswer.of(
                201,
                json(report(new StandInStatus(
                        0,
                        call.variables().get(0),
                        call.login(),
                        state,
                        call.text("context"),
                        call.text("description"),
                        call.text("target_url")))));
    }

    private Map<String, Object> json(StandInStatus status) {
        Map<String, Object> creator = status.login().equals(ACTIONS)
                ? StandInJson.of("id", -2, "login", ACTIONS, "username", ACTIONS)
                : forge.accounts().user(status.login());
        return StandInJson.of(
                "id",
                status.id(),
                "status",
                status.state(),
                "target_url",
                status.targetUrl(),
                "description",
                status.description(),
                "url",
                "",
                "context",
                status.context(),
                "creator",
                creator,
                "created_at",
                forge.now().toString(),
                "updated_at",
                forge.now().toString());
    }
}
