/** Port: where secret values are; only the place that may use a value ever reads it. */
@NullMarked
package ai.a5c.krate.secret;

import org.jspecify.annotations.NullMarked;
