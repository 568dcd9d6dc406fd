package ai.a5c.krate.engine.manual;

import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.validate.Faults;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A dispatch as somebody wrote it; every fault at once, each with its path. */
final class DispatchForm {

    /** Beyond it a request would be cut, and nobody could say what of it counts. */
    private static final int LONGEST_PROMPT = 64 * 1024;

    private static final int LONGEST = 500;
    private static final int LONGEST_PATH = 1_000;
    private static final int MOST_FILES = 30;
    private static final int MOST_LABELS = 20;
    private static final double DEAREST = 1_000_000;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern ITEM = Pattern.compile("(issue|pull-request)/([1-9][0-9]{0,11})");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final List<String> MEMBERS = List.of(
            "agentStack",
            "repository",
            "taskKind",
            "prompt",
            "ref",
            "sha",
            "files",
            "contextLabels",
            "workItem",
            "title",
            "budgetUsd",
            "runnerPool",
            "requestId");

    private final Map<String, Object> document;
    private final Faults faults = new Faults();

    DispatchForm(Map<String, Object> document) {
        this.document = document;
    }

    DispatchRequest read(String requestId) {
        for (String member : document.keySet()) {
            if (!MEMBERS.contains(member)) {
                faults.at(
                        member.matches("[A-Za-z0-9_-]{1,40}") ? "$." + member : "$",
                        "unknown field; known are %s%s"
                                .formatted(String.join(", ", MEMBERS), NearestName.hint(member, MEMBERS)));
            }
        }
        DispatchRequest request = new DispatchRequest(
                required("agentStack", "the name of a stack"),
                required("repository", "the name of a repository"),
                taskKind(),
                prompt(),
                line("ref"),
                sha(),
                files(),
                names("contextLabels", MOST_LABELS),
                workItem(),
                budget(),
                line("runnerPool"),
                key(requestId));
        faults.throwIfAny();
        return request;
    }

    private String required(String member, String what) {
        String text = line(member);
        if (text.isEmpty() && !document.containsKey(member)) {
            faults.at("$." + member, "required; expected " + what);
        } else if (text.isEmpty()) {
            faults.at("$." + member, "expected " + what);
        }
        return text;
    }

    private String line(String member) {
        Object value = document.getOrDefault(member, "");
        if (!(value instanceof String text)
                || text.length() > LONGEST
                || text.chars().anyMatch(Character::isISOControl)) {
            faults.at(
                    "$." + member,
                    "expected text of at most %d characters without control characters".formatted(LONGEST));
            return "";
        }
        return text;
    }

    private TaskKind taskKind() {
        Map<String, TaskKind> words = new LinkedHashMap<>();
        Arrays.stream(TaskKind.values()).forEach(kind -> words.put(word(kind), kind));
        TaskKind kind = words.get(String.valueOf(document.get("taskKind")));
        if (kind == null) {
            faults.at("$.taskKind", "required; expected one of " + String.join(", ", words.keySet()));
            return TaskKind.QUESTION;
        }
        return kind;
    }

    private String prompt() {
        if (!(document.get("prompt") instanceof String text) || text.isBlank()) {
            faults.at("$.prompt", "required; expected what the agent is to do");
            return "";
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_PROMPT || text.indexOf('\0') >= 0) {
            faults.at(
                    "$.prompt",
                    "expected at most %d bytes of UTF-8 without NUL, got %d".formatted(LONGEST_PROMPT, bytes));
        }
        return text;
    }

    private String sha() {
        String text = line("sha");
        if (!text.isEmpty() && !COMMIT.matcher(text).matches()) {
            faults.at("$.sha", "expected a whole commit id of 40 hex digits in lower case");
        }
        return text;
    }

    private List<String> files() {
        List<String> files = names("files", MOST_FILES);
        for (int i = 0; i < files.size(); i++) {
            if (!isPath(files.get(i))) {
                faults.at(
                        "$.files[%d]".formatted(i),
                        "expected a path below the root of the repository, with / between its parts and without . and ..");
            }
        }
        return files;
    }

    private static boolean isPath(String path) {
        return path.length() <= LONGEST_PATH
                && path.chars().noneMatch(letter -> Character.isISOControl(letter) || letter == '\\')
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private List<String> names(String member, int most) {
        Object value = document.getOrDefault(member, List.of());
        Set<String> names = new LinkedHashSet<>();
        boolean sound = value instanceof List<?> items && items.size() <= most;
        if (sound) {
            for (Object item : (List<?>) value) {
                sound &= item instanceof String text && text.length() <= LONGEST_PATH && names.add(text);
            }
        }
        if (!sound) {
            faults.at("$." + member, "expected a list of at most %d texts, each once".formatted(most));
            return List.of();
        }
        return List.copyOf(names);
    }

    private Optional<WorkItem> workItem() {
        String text = line("workItem");
        String title = line("title");
        Matcher matcher = ITEM.matcher(text);
        if (text.isEmpty()) {
            if (!title.isEmpty()) {
                faults.at("$.title", "is the title of a work item; name the work item, too");
            }
            return Optional.empty();
        }
        if (!matcher.matches()) {
            faults.at("$.workItem", "expected such as issue/7 or pull-request/3");
            return Optional.empty();
        }
        return Optional.of(new WorkItem(matcher.group(1), Long.parseLong(matcher.group(2)), title));
    }

    private double budget() {
        Object value = document.getOrDefault("budgetUsd", 0);
        double budget = value instanceof Number number ? number.doubleValue() : -1;
        if (!(budget >= 0 && budget <= DEAREST)) {
            faults.at("$.budgetUsd", "expected a number of US dollars from 0, for no limit of its own, to 1000000");
            return 0;
        }
        return budget;
    }

    private String key(String outside) {
        String inside = line("requestId");
        for (String key : List.of(inside, outside)) {
            if (!key.isEmpty() && !KEY.matcher(key).matches()) {
                faults.at("$.requestId", "expected 1 to 200 printable ASCII characters without spaces");
            }
        }
        if (!inside.isEmpty() && !outside.isEmpty() && !inside.equals(outside)) {
            faults.at("$.requestId", "the header Idempotency-Key says something else; send one of the two");
        }
        return inside.isEmpty() ? outside : inside;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
