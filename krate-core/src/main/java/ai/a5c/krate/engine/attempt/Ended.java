package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.runtime.Batch;
import java.util.Optional;

/** An agent that has ended, and how. */
record Ended(Launched agent, Batch.End end, Optional<Stop> stop) {}
