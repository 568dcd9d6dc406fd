package ai.a5c.krate.gitea;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.gitea.Happening.Place;
import ai.a5c.krate.gitea.Happening.Thing;
import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the deliveries that only Forgejo sends: how a run of its Actions ended. All others it sends as Gitea does, under
 * the same headers and those of its own name beside them.
 *
 * <p>Repository and account stand inside the run. The run names its branch, tag or pull request only for the eye, so the
 * delivery that set it off, which it carries as text, must agree before it counts as a branch of the repository itself.
 */
final class ForgejoReader {

    private static final Set<String> RUNS = Set.of("action_run_failure", "action_run_recover", "action_run_success");
    private static final Pattern PULL = Pattern.compile("#([1-9][0-9]{0,8})");

    private ForgejoReader() {}

    static boolean isRun(String event) {
        return RUNS.contains(event);
    }

    /** The delivery with the repository and the account of its run where all others have them. */
    static Map<String, Object> widened(Map<String, Object> body) {
        Map<String, Object> wide = new LinkedHashMap<>(body);
        if (body.get("run") instanceof Map<?, ?> run) {
            put(wide, "repository", run.get("repository"));
            put(wide, "sender", run.get("trigger_user"));
        }
        return wide;
    }

    static Happening run(Payload delivery) {
        Payload run = delivery.object("run");
        String event = run.textOrEmpty("event");
        String seen = Wording.bounded(run.textOrEmpty("prettyref"), Wording.NAME);
        Optional<String> branch = Optional.of(seen)
                .filter(name -> event.equals("push") && !run.flag("is_fork_pull_request"))
                .filter(name -> cause(run).equals(CodeReader.BRANCHES + name));
        Optional<WorkItem> pull = Optional.of(PULL.matcher(seen))
                .filter(number -> event.startsWith("pull_request") && number.matches())
                .map(number -> new WorkItem("pull-request", Long.parseLong(number.group(1)), ""));
        String status = run.textOrEmpty("status");
        return new Happening(
                Source.CI,
                new Thing("action-run", Long.toString(run.number("id"))),
                run.time("updated"),
                status,
                pull,
                List.of(),
                List.of(),
                CodeReader.silent(run.textOrEmpty("title") + ": " + status, delivery),
                new Place(
                        branch.map(CodeReader.BRANCHES::concat),
                        branch,
                        Optional.of(CodeReader.commit(run, "commit_sha")),
                        Optional.empty(),
                        branch.isEmpty()),
                Optional.of(CiReader.actionRun(run)));
    }

    /** The ref that was pushed, as the delivery says that set the run off; empty if it says none. */
    private static String cause(Payload run) {
        try {
            return Json.readObject(run.textOrEmpty("event_payload")).get("ref") instanceof String ref ? ref : "";
        } catch (InvalidJsonException e) {
            return "";
        }
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.putIfAbsent(name, value);
        }
    }
}
