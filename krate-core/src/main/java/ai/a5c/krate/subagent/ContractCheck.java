package ai.a5c.krate.subagent;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.OutputContract;
import java.util.List;

/** Decides whether a contract can be held at all, before anybody works under it. */
public final class ContractCheck {

    private static final int LONGEST = 64 * 1024;

    private ContractCheck() {}

    /** Why outcomes could not be held to {@code contract}, in words; empty if they can. */
    public static List<String> faults(OutputContract contract) {
        if (contract.schema().isBlank()) {
            return List.of();
        }
        if (contract.schema().length() > LONGEST) {
            return List.of("the schema is longer than %d characters".formatted(LONGEST));
        }
        try {
            return SchemaCheck.faults(Json.readObject(contract.schema()));
        } catch (InvalidJsonException e) {
            return List.of("expected a JSON object: " + e.getMessage());
        }
    }
}
