package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.NOT_FOUND;
import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import java.time.Instant;
import java.util.List;

/** What the stand-in answers about issues. */
final class IssueRoutes {

    private static final String ISSUE = "issue";

    private final StandInForge forge;

    IssueRoutes(StandInForge forge) {
        this.forge = forge;
    }

    List<StandInRoute> routes() {
        return List.of(
                StandInRoute.repository("GET", "/issues", ISSUE, this::list),
                StandInRoute.repository("POST", "/issues", ISSUE, this::open),
                StandInRoute.repository("GET", "/issues/{}", ISSUE, this::get),
                StandInRoute.repository("GET", "/issues/{}/timeline", ISSUE, this::timeline));
    }

    /** Pull requests among them unless told otherwise; open ones unless told otherwise; the newest first. */
    private StandInAnswer list(StandInCall call) {
        Instant since = call.time("since").orElse(Instant.MIN);
        String state = call.asked("state").orElse("open");
        String type = call.asked("type").orElse("");
        String author = call.asked("created_by").orElse("");
        return StandInAnswer.page(
                call,
                forge.items().stream()
                        .filter(item -> !item.updatedAt().isBefore(since))
                        .filter(item -> state.equals("all") || item.get("state").equals(state))
                        .filter(item -> type.isEmpty() || type.equals(item.isPull() ? "pulls" : "issues"))
                        .filter(item -> author.isEmpty() || author.equals(item.author()))
                        .sorted((one, other) -> Long.compare(other.number(), one.number()))
                        .map(StandInItem::json)
                        .toList());
    }

    private StandInAnswer open(StandInCall call) {
        return call.text("title").isBlank()
                ? refusal(422, "[Title]: Required")
                : StandInAnswer.of(
                        201,
                        forge.open(call.login(), call.text("title"), call.text("body"))
                                .json());
    }

    private StandInAnswer timeline(StandInCall call) {
        Instant since = call.time("since").orElse(Instant.MIN);
        return forge.item(call.number(0))
                .map(item -> StandInAnswer.page(
                        call,
                        item.timeline().stream()
                                .filter(entry -> !Instant.parse(String.valueOf(entry.get("created_at")))
                                        .isBefore(since))
                                .toList()))
                .orElse(NOT_FOUND);
    }

    private StandInAnswer get(StandInCall call) {
        return forge.item(call.number(0))
                .map(item -> StandInAnswer.of(200, item.json()))
                .orElse(NOT_FOUND);
    }
}
