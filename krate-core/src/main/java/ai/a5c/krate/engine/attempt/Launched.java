package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Session;

/** An agent at work: where it runs, and what must not be told of what it says. */
record Launched(AgentRuntime runtime, Session session, Redactor redactor) {}
