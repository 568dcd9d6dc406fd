package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.NOT_FOUND;
import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the stand-in answers about hooks of the repository and of its organization. */
final class HookRoutes {

    private static final String NO_SHA = "7d0c3352afc42b85416d2c133ade983e4e2a735f";

    private final StandInForge forge;
    private final StandInHooks hooks;

    HookRoutes(StandInForge forge, StandInHooks hooks) {
        this.forge = forge;
        this.hooks = hooks;
    }

    List<StandInRoute> routes() {
        StandInRoute test = StandInRoute.repository(
                "POST", "/hooks/{}/tests", "repository", call -> allowed(false, call, allowed -> test(allowed)));
        return Stream.of(
                        below("/repos/acme/app", "repository", false),
                        below("/orgs/acme", "organization", true),
                        List.of(test))
                .flatMap(List::stream)
                .toList();
    }

    private List<StandInRoute> below(String place, String scope, boolean organization) {
        String all = place + "/hooks";
        String one = place + "/hooks/{}";
        return List.of(
                StandInRoute.of(
                        "GET", all, scope, call -> allowed(organization, call, asked -> list(organization, asked))),
                StandInRoute.of(
                        "POST", all, scope, call -> allowed(organization, call, asked -> create(organization, asked))),
                StandInRoute.of(
                        "GET",
                        one,
                        scope,
                        call -> allowed(organization, call, asked -> with(organization, asked, HookRoutes::shown))),
                StandInRoute.of(
                        "PATCH",
                        one,
                        scope,
                        call -> allowed(
                                organization, call, asked -> with(organization, asked, hook -> edit(hook, asked)))),
                StandInRoute.of(
                        "DELETE",
                        one,
                        scope,
                        call -> allowed(organization, call, asked -> with(organization, asked, this::delete))));
    }

    private StandInAnswer allowed(boolean organization, StandInCall call, Function<StandInCall, StandInAnswer> answer) {
        if (forge.accounts().isAdministrator(call.login())) {
            return answer.apply(call);
        }
        return refusal(
                403,
                organization
                        ? "Must be an organization owner"
                        : "user should be an owner or a collaborator with admin write of a repository");
    }

    private StandInAnswer list(boolean organization, StandInCall call) {
        return StandInAnswer.page(
                call, hooks.all(organization).stream().map(StandInHook::json).toList());
    }

    private StandInAnswer with(boolean organization, StandInCall call, Function<StandInHook, StandInAnswer> answer) {
        return hooks.get(organization, call.number(0)).map(answer).orElse(NOT_FOUND);
    }

    private static StandInAnswer shown(StandInHook hook) {
        return StandInAnswer.of(200, hook.json());
    }

    private StandInAnswer delete(StandInHook hook) {
        hooks.remove(hook);
        return StandInAnswer.done();
    }

    private StandInAnswer create(boolean organization, StandInCall call) {
        if (!call.text("type").equals("gitea")) {
            return refusal(422, "Invalid hook type: " + call.text("type"));
        }
        for (String needed : List.of("url", "content_type")) {
            if (config(call, needed).isEmpty()) {
                return refusal(422, "Missing config option: " + needed);
            }
        }
        StandInHook hook = sent(hooks.nextId(), organization, call);
        hooks.put(hook);
        return StandInAnswer.of(201, hook.json());
    }

    /** Takes events, branch filter and authorization as sent or as nothing, and never a secret. */
    private StandInAnswer edit(StandInHook hook, StandInCall call) {
        StandInHook sent = sent(hook.id(), hook.organization(), call);
        StandInHook whole = call.body().containsKey("config") ? sent : sent.at(hook);
        StandInHook edited = hook.edited(call.body().containsKey("active") ? whole : whole.as(hook.active()));
        hooks.put(edited);
        return shown(edited);
    }

    private StandInHook sent(long id, boolean organization, StandInCall call) {
        Set<String> events = new TreeSet<>();
        call.list("events").forEach(event -> events.add(String.valueOf(event)));
        return new StandInHook(
                id,
                organization,
                call.text("type"),
                config(call, "url"),
                config(call, "content_type"),
                config(call, "secret"),
                events.isEmpty() ? Set.of("push") : events,
                call.text("branch_filter"),
                call.text("authorization_header"),
                Boolean.TRUE.equals(call.body().get("active")),
                forge.now(),
                forge.now());
    }

    private static String config(StandInCall call, String name) {
        return StandInJson.object(call.body(), "config")
                .map(config -> String.valueOf(config.getOrDefault(name, "")))
                .orElse("");
    }

    /** Delivers a push that pushes nothing. */
    private StandInAnswer test(StandInCall call) {
        return with(false, call, hook -> {
            Map<String, Object> person = forge.accounts().user(call.login());
            Map<String, Object> body = StandInJson.of(
                    "ref",
                    "refs/heads/main",
                    "before",
                    NO_SHA,
                    "after",
                    NO_SHA,
                    "compare_url",
                    "",
                    "commits",
                    List.of(),
                    "total_commits",
                    0,
                    "head_commit",
                    null,
                    "repository",
                    forge.repository(),
                    "pusher",
                    person,
                    "sender",
                    person);
            hooks.test(hook, body);
            return StandInAnswer.done();
        });
    }
}
