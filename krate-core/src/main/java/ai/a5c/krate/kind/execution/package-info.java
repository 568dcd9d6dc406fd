/** Kinds of the work itself: deliveries, runs and what comes of them, links, projections of forge and CI, the audit trail. */
@NullMarked
package ai.a5c.krate.kind.execution;

import org.jspecify.annotations.NullMarked;
