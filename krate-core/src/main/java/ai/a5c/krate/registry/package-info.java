/** All kinds with their schemas, validation and codec: {@link ai.a5c.krate.registry.KindRegistry}. */
@NullMarked
package ai.a5c.krate.registry;

import org.jspecify.annotations.NullMarked;
