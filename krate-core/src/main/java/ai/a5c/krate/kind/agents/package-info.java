/** Kinds that people write: repositories, stacks, pools, rules, subscriptions. */
@NullMarked
package ai.a5c.krate.kind.agents;

import org.jspecify.annotations.NullMarked;
