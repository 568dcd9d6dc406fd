/** Deliveries of any program that signs them, in one documented shape: {@link ai.a5c.krate.source.generic.GenericSource}. */
@NullMarked
package ai.a5c.krate.source.generic;

import org.jspecify.annotations.NullMarked;
