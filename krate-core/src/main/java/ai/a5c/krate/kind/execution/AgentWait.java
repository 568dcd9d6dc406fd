package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;

/** What the agent at work in a run waits for. */
public record AgentWait(
        @Field("input: a message of a person; approval: an answer to an approval of the run; empty for nothing.")
        String what,

        @Field("The same for people.") String message) {

    /** It waits for nothing. */
    public static final AgentWait NONE = new AgentWait("", "");
}
