/**
 * Agents behind an Agent Mux gateway, over its WebSocket and REST protocol version 1.
 *
 * <p>The gateway fails open and loses things; this side never does: a question that nobody answers in time is denied, what
 * was let through unasked ends the run, and what is missing is said to be missing.
 */
@NullMarked
package ai.a5c.krate.runtime.agentmux;

import org.jspecify.annotations.NullMarked;
