package ai.a5c.krate.server.console;

import ai.a5c.krate.event.TaskKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What somebody has typed into the form for a dispatch, as it is, right or wrong. */
public record DispatchFields(Map<String, String> all) {

    private static final Map<String, String> LABELS = labels();

    public DispatchFields {
        all = Map.copyOf(all);
    }

    static DispatchFields read(UnaryOperator<String> field) {
        Map<String, String> all = new LinkedHashMap<>();
        LABELS.keySet().forEach(name -> all.put(name, field.apply(name).replace("\r\n", "\n")));
        return new DispatchFields(all);
    }

    private static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("agentStack", "Stack");
        labels.put("repository", "Repository");
        labels.put("taskKind", "Task");
        labels.put("prompt", "What is to be done");
        labels.put("ref", "Branch or tag");
        labels.put("sha", "Commit");
        labels.put("files", "Files");
        labels.put("contextLabels", "Context labels");
        labels.put("workItem", "Issue or pull request");
        labels.put("title", "Its title");
        labels.put("budgetUsd", "Budget");
        labels.put("runnerPool", "Runner pool");
        return labels;
    }

    /** What was typed into {@code name}. */
    public String at(String name) {
        return all.getOrDefault(name, "");
    }

    /** The names of all fields. */
    public List<String> names() {
        return List.copyOf(LABELS.keySet());
    }

    /** What people read beside the field {@code name}. */
    public String labelOf(String name) {
        return LABELS.getOrDefault(name, name);
    }

    /** The kinds of tasks that can be chosen. */
    public List<String> taskKinds() {
        return Arrays.stream(TaskKind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    /** The field that {@code path} leads to, as people know it. */
    static String label(String path) {
        String name = path.replaceAll("^\\$\\.?", "").replaceAll("[\\[.].*$", "");
        return LABELS.getOrDefault(name, name);
    }

    /** The document that is read strictly; empty fields are absent. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        all.forEach((name, text) -> {
            if (!text.isBlank()) {
                document.put(name, value(name, text));
            }
        });
        return document;
    }

    private static Object value(String name, String text) {
        return switch (name) {
            case "prompt" -> text;
            case "files", "contextLabels" ->
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
            case "budgetUsd" -> number(text.strip());
            default -> text.strip();
        };
    }

    /** The number, or the text that is none, so that it is told as a fault. */
    private static Object number(String text) {
        return text.matches("[0-9]{1,9}(\\.[0-9]{1,6})?") ? Double.valueOf(text) : text;
    }
}
