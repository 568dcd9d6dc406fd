package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import java.util.List;

/** What the outcome of a task must look like. Outcomes of subagents are held to it, those of skills not yet. */
public record OutputContract(
        @Field("The format, such as markdown or json; any when absent.")
        String format,

        @Field("Headings or members that must be there.") List<String> requiredSections,

        @Field(
                "A JSON Schema (2020-12) that the outcome must fit, as JSON text: type, enum, const, required, properties, additionalProperties, items, uniqueItems, anyOf, allOf, oneOf, not, $ref to $defs at its top, and bounds of sizes and numbers. A schema with any other keyword is refused.")
        String schema) {

    public OutputContract {
        requiredSections = List.copyOf(requiredSections);
    }
}
