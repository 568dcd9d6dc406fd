package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.runtime.Batch;

/** An agent that has ended, and how. */
record Ended(Launched agent, Batch.End end) {}
