package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.JsonApi.Reply;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Keeps one hook at the forge.
 *
 * <p>A change is sent whole, because Gitea takes what is left out for empty; another secret needs another hook, because a
 * change of it is ignored: the new one is made before the old one goes, so that nothing is missed.
 */
final class HookKeeper {

    /** What Krate reads; {@code issues} and {@code pull_request} bring all of their kind. */
    static final List<String> EVENTS = List.of("issues", "pull_request", "push", "release", "create", "delete");

    /** What only newer versions know; others leave it out. */
    private static final List<String> NEWER = List.of("status", "workflow_run", "workflow_job");

    private static final String HOOK = "hook";
    private static final int PAGE = 50;
    private static final int MOST_PAGES = 20;

    private final JsonApi api;
    private final Forge forge;
    private final HookOrder order;

    HookKeeper(JsonApi api, Forge forge, HookOrder order) {
        this.api = api;
        this.forge = forge;
        this.order = order;
    }

    /** What is there, against what is wanted. */
    Finding check() {
        Reply all = api.get(hooks() + "?limit=" + PAGE);
        if (!all.isGiven()) {
            return refused(all);
        }
        List<Map<String, Object>> mine = mine();
        if (mine.isEmpty()) {
            return Finding.bad(
                    HOOK, "%s has no hook to %s".formatted(place(), order.url()), "run: krate gitea connect");
        }
        if (mine.size() > 1) {
            return Finding.doubtful(
                    HOOK,
                    "%s has %d hooks to %s; each event is delivered as often"
                            .formatted(place(), mine.size(), order.url()),
                    "run: krate gitea connect");
        }
        List<String> faults = faults(mine.get(0));
        return faults.isEmpty()
                ? Finding.good(HOOK, "%s has its hook to %s".formatted(place(), order.url()))
                : Finding.bad(
                        HOOK,
                        "the hook of %s to %s %s".formatted(place(), order.url(), String.join(" and ", faults)),
                        "run: krate gitea connect");
    }

    /** Makes it so; what was done, or why it could not be. */
    List<Finding> keep() {
        Reply all = api.get(hooks() + "?limit=" + PAGE);
        if (!all.isGiven()) {
            return List.of(refused(all));
        }
        List<Map<String, Object>> mine = mine();
        List<Finding> done = new ArrayList<>();
        if (mine.isEmpty() || order.secret().isPresent()) {
            Reply made = api.send("POST", hooks(), wanted(true));
            if (!made.isGiven()) {
                return List.of(refused(made));
            }
            done.add(Finding.good(HOOK, "%s has a new hook to %s".formatted(place(), order.url())));
            mine.forEach(old -> remove(old, done));
            return done;
        }
        mine.subList(1, mine.size()).forEach(old -> remove(old, done));
        if (faults(mine.get(0)).isEmpty()) {
            done.add(Finding.good(HOOK, "%s has its hook to %s".formatted(place(), order.url())));
        } else {
            Reply changed = api.send("PATCH", hooks() + "/" + mine.get(0).get("id"), repaired(mine.get(0)));
            done.add(
                    changed.isGiven()
                            ? Finding.good(HOOK, "the hook of %s to %s is mended".formatted(place(), order.url()))
                            : refused(changed));
        }
        return done;
    }

    /** Has the forge call the hook; only repositories' hooks can be called so. */
    boolean test() {
        return !order.organization()
                && mine().stream()
                        .findFirst()
                        .map(hook -> api.send("POST", hooks() + "/" + hook.get("id") + "/tests", Map.of()))
                        .filter(Reply::isGiven)
                        .isPresent();
    }

    private void remove(Map<String, Object> old, List<Finding> done) {
        Reply gone = api.send("DELETE", hooks() + "/" + old.get("id"), Map.of());
        done.add(
                gone.isGiven() || gone.status() == 404
                        ? Finding.good(HOOK, "the hook %s of before is gone".formatted(old.get("id")))
                        : refused(gone));
    }

    private List<Map<String, Object>> mine() {
        List<Map<String, Object>> mine = new ArrayList<>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            List<Map<String, Object>> found = api.need(hooks() + "?limit=%d&page=%d".formatted(PAGE, page))
                    .objects();
            found.stream().filter(this::isMine).forEach(mine::add);
            if (found.size() < PAGE) {
                return mine;
            }
        }
        return mine;
    }

    private boolean isMine(Map<String, Object> hook) {
        return order.url().equals(JsonApi.asObject(hook.get("config")).get("url"));
    }

    private static List<String> faults(Map<String, Object> hook) {
        List<String> faults = new ArrayList<>();
        if (!Boolean.TRUE.equals(hook.get("active"))) {
            faults.add("is switched off");
        }
        if (!"json".equals(JsonApi.asObject(hook.get("config")).get("content_type"))) {
            faults.add("does not send application/json");
        }
        Set<Object> told = new HashSet<>(hook.get("events") instanceof List<?> list ? list : List.of());
        List<String> missing =
                EVENTS.stream().filter(event -> !told.contains(event)).toList();
        if (!missing.isEmpty()) {
            faults.add("leaves out " + String.join(", ", missing));
        }
        String filter = Objects.toString(hook.get("branch_filter"), "");
        if (!filter.isEmpty() && !filter.equals("*")) {
            faults.add("tells of branches like %s only".formatted(Wording.line(filter)));
        }
        return faults;
    }

    private Map<String, Object> wanted(boolean anew) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("url", order.url());
        config.put("content_type", "json");
        if (anew) {
            order.secret().map(SecretValue::revealText).ifPresent(secret -> config.put("secret", secret));
        }
        Map<String, Object> hook = new LinkedHashMap<>();
        hook.put("type", "gitea");
        hook.put("config", config);
        hook.put("events", events());
        hook.put("branch_filter", "*");
        hook.put("active", true);
        return hook;
    }

    /** What people set besides stays. */
    private Map<String, Object> repaired(Map<String, Object> hook) {
        Map<String, Object> whole = wanted(false);
        whole.put("authorization_header", Objects.toString(hook.get("authorization_header"), ""));
        return whole;
    }

    private static List<String> events() {
        List<String> all = new ArrayList<>(EVENTS);
        all.addAll(NEWER);
        return all;
    }

    private String hooks() {
        return order.organization() ? "orgs/%s/hooks".formatted(forge.owner()) : api.repository("/hooks");
    }

    private String place() {
        return order.organization() ? forge.owner() : forge.owner() + "/" + forge.name();
    }

    private Finding refused(Reply reply) {
        return Finding.bad(
                HOOK,
                "hooks of %s cannot be kept (%s)".formatted(place(), reply.told()),
                order.organization()
                        ? "use the token of an owner of the organization that has write:organization, or a hook of the repository"
                        : "make the token's account an administrator of the repository, with a token that has write:repository");
    }
}
