/** Kinds that Krate writes: deliveries, executions, runs, attempts, artifacts, approvals, write-backs. */
@NullMarked
package ai.a5c.krate.kind.execution;

import org.jspecify.annotations.NullMarked;
