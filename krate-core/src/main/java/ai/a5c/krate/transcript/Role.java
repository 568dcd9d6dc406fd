package ai.a5c.krate.transcript;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who or what speaks in an item. */
public enum Role {
    /** The agent, to people. */
    AGENT,
    /** The agent, to itself. */
    THOUGHT,
    /** A tool that is called, with what it answers. */
    TOOL,
    /** The agent's final answer. */
    RESULT,
    /** A person. */
    PERSON,
    /** The agent asks whether it may. */
    QUESTION,
    /** A line that is no event. */
    OUTPUT,
    /** Something went wrong. */
    ERROR,
    /** A session began. */
    SESSION,
    /** A subagent began or ended. */
    LANE,
    /** Something that was said is missing. */
    GAP,
    /** Something was let through that nobody allowed. */
    INCIDENT;

    private static final Map<String, Role> BY_TYPE = Map.ofEntries(
            Map.entry("started", SESSION),
            Map.entry("message", AGENT),
            Map.entry("progress", THOUGHT),
            Map.entry("tool-call", TOOL),
            Map.entry("tool-result", TOOL),
            Map.entry("result", RESULT),
            Map.entry("error", ERROR),
            Map.entry("question", QUESTION),
            Map.entry("input-needed", QUESTION),
            Map.entry("lane", LANE),
            Map.entry("gap", GAP),
            Map.entry("incident", INCIDENT),
            Map.entry("output", OUTPUT),
            Map.entry("person", PERSON));

    /** The role of an event's type; empty for what is no part of a transcript. */
    static Optional<Role> of(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    /** The word for programs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
