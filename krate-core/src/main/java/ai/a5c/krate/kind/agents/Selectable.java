package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import java.util.List;

/** What the text of an event may choose with {@code stack=}, {@code ref=} and {@code budget=}. */
public record Selectable(
        @Field(value = "Stacks that may be chosen in place of the rule's.", ref = "AgentStack")
        List<String> stacks,

        @Field(value = "Branches that may be chosen.", form = Form.GLOB)
        List<String> refs,

        @Field(value = "The largest cost in US dollars that may be chosen; 0 for no choice.", def = "0", min = 0)
        double maxBudget) {

    public Selectable {
        stacks = List.copyOf(stacks);
        refs = List.copyOf(refs);
    }
}
