/** What the core reports, as log lines and counters. */
@NullMarked
package ai.a5c.krate.server.observe;

import org.jspecify.annotations.NullMarked;
