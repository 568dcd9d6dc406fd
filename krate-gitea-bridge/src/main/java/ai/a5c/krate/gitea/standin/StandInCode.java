package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.NOT_FOUND;
import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The stand-in's branches, commits and diffs; it has no files, only the ids of their trees. */
public final class StandInCode {

    private static final String REPOSITORY = "repository";
    private static final String SHA = "[0-9a-f]{40}";

    /** As captured of pull request 3. */
    private static final String DIFF = """
            diff --git a/src/Main.java b/src/Main.java
            index 1111111..2222222 100644
            --- a/src/Main.java
            +++ b/src/Main.java
            @@ -1,6 +1,7 @@
             class Main {
               public static void main(String[] a) {
            -    int x = 1/0;
            +    int x = 1;
            +    int y = 2;
               }
             }
             // end
            """;

    private final StandInForge forge;
    private final Map<String, String> branches = new TreeMap<>();
    private final Map<String, String> trees = new ConcurrentHashMap<>();
    private final Map<Long, String> diffs = new ConcurrentHashMap<>();

    StandInCode(StandInForge forge) {
        this.forge = forge;
        forge.items().stream()
                .map(StandInItem::pullJson)
                .flatMap(Optional::stream)
                .forEach(this::seed);
    }

    private void seed(Map<String, Object> pull) {
        for (String side : List.of("base", "head")) {
            Map<String, Object> end = StandInJson.object(pull, side).orElseThrow();
            String sha = String.valueOf(end.get("sha"));
            trees.put(sha, tree(sha));
            if (isOwn(end)) {
                branches.put(String.valueOf(end.get("ref")), sha);
            }
        }
    }

    /** Whether an end of a pull request is a branch of the repository itself. */
    static boolean isOwn(Map<String, Object> end) {
        return end.get("repo_id") instanceof Number id
                && id.longValue() == 1
                && !String.valueOf(end.get("label")).isEmpty();
    }

    private static String tree(String sha) {
        return new StringBuilder(sha).reverse().toString();
    }

    /** Makes a commit with a content of its own, and puts a branch there. */
    public synchronized void branch(String name, String sha) {
        branches.put(name, sha);
        trees.putIfAbsent(sha, tree(sha));
    }

    /** Makes a commit whose content is that of another. */
    public void sameContent(String sha, String as) {
        trees.put(sha, trees.getOrDefault(as, tree(as)));
    }

    /** The commit that a branch is at. */
    public synchronized Optional<String> head(String branch) {
        return Optional.ofNullable(branches.get(branch));
    }

    /** Sets what a pull request's diff is. */
    public void diff(long pull, String text) {
        diffs.put(pull, text);
    }

    List<StandInRoute> routes() {
        return List.of(
                StandInRoute.repository("GET", "/pulls/{}.diff", REPOSITORY, this::diff),
                StandInRoute.repository("GET", "/branches", REPOSITORY, this::list),
                StandInRoute.repository("POST", "/branches", REPOSITORY, this::make),
                StandInRoute.rest("GET", "/branches/", REPOSITORY, this::get),
                StandInRoute.repository("GET", "/git/commits/{}", REPOSITORY, this::commit));
    }

    private StandInAnswer diff(StandInCall call) {
        return forge.item(call.number(0)).filter(StandInItem::isPull).isPresent()
                ? StandInAnswer.text(diffs.getOrDefault(call.number(0), DIFF))
                : NOT_FOUND;
    }

    private synchronized StandInAnswer list(StandInCall call) {
        return StandInAnswer.page(
                call,
                branches.entrySet().stream()
                        .map(branch -> json(branch.getKey(), branch.getValue()))
                        .toList());
    }

    private synchronized StandInAnswer get(StandInCall call) {
        String name = call.variables().get(0);
        return head(name)
                .map(sha -> StandInAnswer.of(200, json(name, sha)))
                .orElse(refusal(404, "branch does not exist [repo_id: 1 name: %s]".formatted(name)));
    }

    private synchronized StandInAnswer make(StandInCall call) {
        String name = call.text("new_branch_name");
        if (!forge.accounts().mayWrite(call.login())) {
            return refusal(403, "user should have a permission to write to a branch");
        }
        if (head(name).isPresent()) {
            return refusal(409, "The branch already exists.");
        }
        String from = call.text("old_ref_name");
        if (!trees.containsKey(from)) {
            return refusal(500, "object does not exist [id: %s, rel_path: ]".formatted(from));
        }
        branches.put(name, from);
        return StandInAnswer.of(201, json(name, from));
    }

    private StandInAnswer commit(StandInCall call) {
        String sha = call.variables().get(0);
        if (!sha.matches(SHA)) {
            return refusal(422, "no valid ref or sha: " + sha);
        }
        return trees.containsKey(sha)
                ? StandInAnswer.of(
                        200,
                        StandInJson.of(
                                "sha",
                                sha,
                                "commit",
                                StandInJson.of("message", "", "tree", StandInJson.of("sha", trees.get(sha)))))
                : NOT_FOUND;
    }

    private static Map<String, Object> json(String name, String sha) {
        return StandInJson.of("name", name, "commit", StandInJson.of("id", sha), "protected", false);
    }
}
