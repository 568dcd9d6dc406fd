/** How fast decisions are made, each beside a peer of the same run; nothing depends on this package. */
@NullMarked
package ai.a5c.krate.benchmarks;

import org.jspecify.annotations.NullMarked;
