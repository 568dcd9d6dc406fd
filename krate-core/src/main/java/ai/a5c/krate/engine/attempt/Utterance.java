package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.runtime.AgentEvent;

/**
 * Something an agent said, as it may be told.
 *
 * @param event as it was said
 * @param text without what must not be told
 * @param open the category of what was redacted at its end and may go on in what follows
 * @param turn of the conversation
 */
record Utterance(AgentEvent event, String text, String open, int turn) {}
