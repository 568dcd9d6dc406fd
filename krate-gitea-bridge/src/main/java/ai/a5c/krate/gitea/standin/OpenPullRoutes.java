package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.NOT_FOUND;
import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the stand-in opens pull requests: one at a time for the same branches. */
final class OpenPullRoutes {

    private static final long EXAMPLE = 3;

    private final StandInForge forge;
    private final StandInCode code;

    OpenPullRoutes(StandInForge forge, StandInCode code) {
        this.forge = forge;
        this.code = code;
    }

    List<StandInRoute> routes() {
        return List.of(StandInRoute.repository("POST", "/pulls", "repository", this::open));
    }

    private StandInAnswer open(StandInCall call) {
        String head = call.text("head");
        String base = call.text("base");
        if (call.text("title").isBlank()) {
            return refusal(422, "[Title]: Required");
        }
        Optional<String> sha = code.head(head);
        if (sha.isEmpty() || code.head(base).isEmpty()) {
            return NOT_FOUND;
        }
        if (forge.items().stream()
                .filter(item -> item.get("state").equals("open"))
                .map(StandInItem::pullJson)
                .flatMap(Optional::stream)
                .anyMatch(pull -> is(pull, "head", head) && is(pull, "base", base))) {
            return refusal(409, "pull request already exists for these targets [head_branch: %s]".formatted(head));
        }
        Map<String, Object> shown = forge.need(EXAMPLE).pullJson().orElseThrow();
        StandInJson.object(shown, "head").orElseThrow().putAll(Map.of("ref", head, "label", head, "sha", sha.get()));
        StandInJson.object(shown, "base")
                .orElseThrow()
                .putAll(Map.of(
                        "ref", base, "label", base, "sha", code.head(base).orElseThrow()));
        shown.putAll(StandInJson.of(
                "title",
                call.text("title"),
                "body",
                call.text("body"),
                "state",
                "open",
                "labels",
                List.of(),
                "comments",
                0,
                "closed_at",
                null));
        return StandInAnswer.of(
                201, forge.openPull(call.login(), shown).pullJson().orElseThrow());
    }

    private static boolean is(Map<String, Object> pull, String side, String branch) {
        Map<String, Object> end = StandInJson.object(pull, side).orElseThrow();
        return branch.equals(end.get("ref")) && StandInCode.isOwn(end);
    }
}
