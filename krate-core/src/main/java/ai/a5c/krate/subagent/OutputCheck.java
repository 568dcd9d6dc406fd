package ai.a5c.krate.subagent;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.OutputContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides whether an outcome looks as its contract says. */
public final class OutputCheck {

    private static final int MOST = 20;

    private OutputCheck() {}

    /** What is wrong with {@code output}, in words; empty if nothing is. */
    public static List<String> faults(OutputContract contract, String output) {
        List<String> faults = new ArrayList<>();
        boolean json =
                contract.format().equalsIgnoreCase("json") || !contract.schema().isBlank();
        if (json) {
            json(contract, output, faults);
        } else {
            sections(contract, output, faults);
        }
        return faults.stream().limit(MOST).toList();
    }

    private static void sections(OutputContract contract, String output, List<String> faults) {
        boolean asked =
                !contract.format().isEmpty() || !contract.requiredSections().isEmpty();
        if (asked && output.isBlank()) {
            faults.add("there is no outcome");
            return;
        }
        List<String> headings = output.lines()
                .filter(line -> line.matches(" {0,3}#{1,6}[ \\t].*"))
                .map(line -> line.strip().replaceAll("^#+\\s*|\\s*#*$", ""))
                .toList();
        contract.requiredSections().stream()
                .filter(section -> headings.stream().noneMatch(section::equalsIgnoreCase))
                .forEach(section -> faults.add("the section '%s' is missing".formatted(section)));
    }

    private static void json(OutputContract contract, String output, List<String> faults) {
        @Nullable Object tree;
        try {
            tree = Json.read(output.strip());
        } catch (InvalidJsonException e) {
            faults.add("it is no JSON: " + e.getMessage());
            return;
        }
        Map<?, ?> members = tree instanceof Map<?, ?> map ? map : Map.of();
        contract.requiredSections().stream()
                .filter(section -> !members.containsKey(section))
                .forEach(section -> faults.add("the member '%s' is missing".formatted(section)));
        if (!contract.schema().isBlank()) {
            schema(contract.schema(), tree, faults);
        }
    }

    private static void schema(String schema, @Nullable Object tree, List<String> faults) {
        try {
            faults.addAll(SmallSchema.faults(Json.readObject(schema), tree));
        } catch (InvalidJsonException e) {
            faults.add("the contract's schema is no JSON object: " + e.getMessage());
        }
    }
}
