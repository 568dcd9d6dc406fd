package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.NOT_FOUND;

import java.util.List;
import java.util.Optional;

/** What the stand-in answers about pull requests. */
final class PullRoutes {

    private static final String REPOSITORY = "repository";

    private final StandInForge forge;

    PullRoutes(StandInForge forge) {
        this.forge = forge;
    }

    List<StandInRoute> routes() {
        return List.of(
                StandInRoute.repository("GET", "/pulls", REPOSITORY, this::list),
                StandInRoute.repository("GET", "/pulls/{}", REPOSITORY, this::get));
    }

    /** Open ones unless told otherwise; with {@code sort=recentupdate} those that changed last first. */
    private StandInAnswer list(StandInCall call) {
        String state = call.asked("state").orElse("open");
        boolean byUpdate = call.asked("sort").filter("recentupdate"::equals).isPresent();
        return StandInAnswer.page(
                call,
                forge.items().stream()
                        .filter(StandInItem::isPull)
                        .filter(item -> state.equals("all") || item.get("state").equals(state))
                        .sorted((one, other) -> byUpdate ? 0 : Long.compare(other.number(), one.number()))
                        .map(StandInItem::pullJson)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private StandInAnswer get(StandInCall call) {
        return forge.item(call.number(0))
                .flatMap(StandInItem::pullJson)
                .map(pull -> StandInAnswer.of(200, pull))
                .orElse(NOT_FOUND);
    }
}
