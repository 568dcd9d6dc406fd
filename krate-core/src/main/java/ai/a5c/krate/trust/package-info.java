/** How far the source of an event is trusted: {@link ai.a5c.krate.trust.Trust}. */
@NullMarked
package ai.a5c.krate.trust;

import org.jspecify.annotations.NullMarked;
