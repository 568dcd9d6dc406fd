package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import java.util.List;
import java.util.Map;

/** What the stand-in answers about accounts, the organization and the repository. */
final class AccountRoutes {

    private final StandInForge forge;

    AccountRoutes(StandInForge forge) {
        this.forge = forge;
    }

    List<StandInRoute> routes() {
        return List.of(
                StandInRoute.of("GET", "/user", "user", call -> found(call.login())),
                StandInRoute.of("GET", "/users/search", "user", this::search),
                StandInRoute.of(
                        "GET",
                        "/users/{}",
                        "user",
                        call -> user(call.variables().get(0))),
                StandInRoute.of("GET", "/orgs/acme", "organization", call -> organization()),
                StandInRoute.of("GET", "/settings/api", "", call -> settings()),
                StandInRoute.repository("GET", "", "repository", this::repository),
                StandInRoute.repository("GET", "/collaborators/{}/permission", "repository", this::permission));
    }

    private StandInAnswer found(String login) {
        return StandInAnswer.of(200, forge.accounts().user(login));
    }

    private StandInAnswer user(String login) {
        return forge.accounts().permission(login).isPresent() ? found(login) : unknown(login);
    }

    /** By id only: that is all that Krate looks for. */
    private StandInAnswer search(StandInCall call) {
        List<Map<String, Object>> found =
                call.asked("uid").flatMap(forge.accounts()::withId).stream().toList();
        return StandInAnswer.of(200, Map.of("ok", true, "data", found));
    }

    private StandInAnswer organization() {
        return StandInAnswer.of(
                200, StandInJson.object(forge.repository(), "owner").orElseThrow());
    }

    private static StandInAnswer settings() {
        return StandInAnswer.of(
                200, Map.of("max_response_items", 50, "default_paging_num", 30, "default_git_trees_per_page", 1000));
    }

    /** The repository with what the asker may do in it. */
    private StandInAnswer repository(StandInCall call) {
        Map<String, Object> repository = StandInJson.copy(forge.repository());
        repository.put(
                "permissions",
                StandInJson.of(
                        "admin",
                        forge.accounts().isAdministrator(call.login()),
                        "push",
                        forge.accounts().mayWrite(call.login()),
                        "pull",
                        true));
        return StandInAnswer.of(200, repository);
    }

    /** Only who administers the repository may ask about others. */
    private StandInAnswer permission(StandInCall call) {
        String login = call.variables().get(0);
        if (!forge.accounts().isAdministrator(call.login()) && !login.equals(call.login())) {
            return refusal(
                    403,
                    "Only admins can query all permissions, repo admins can query all repo permissions, collaborators"
                            + " can query only their own");
        }
        return forge.accounts()
                .permission(login)
                .map(found -> StandInAnswer.of(200, found))
                .orElseGet(() -> unknown(login));
    }

    private static StandInAnswer unknown(String login) {
        return refusal(404, "user does not exist [uid: 0, name: %s, keyid: 0]".formatted(login));
    }
}
