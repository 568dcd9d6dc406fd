package ai.a5c.krate.transcript;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that was said or done.
 *
 * @param sequence of the event that it begins with
 * @param through of the last event that belongs to it
 * @param attempt the number of the attempt
 * @param turn the turn of the conversation, from 1; 0 where it is not known
 * @param lane of a subagent; empty for the agent itself
 * @param text what was said; of a tool what it was called with
 */
public record Item(
        long sequence,
        long through,
        Instant time,
        int attempt,
        int turn,
        String lane,
        Role role,
        String text,
        Optional<ToolUse> tool) {}
