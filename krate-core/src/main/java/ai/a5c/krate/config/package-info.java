/** Port: where ConfigMaps are, texts that agents are configured with and that are no secrets. */
@NullMarked
package ai.a5c.krate.config;

import org.jspecify.annotations.NullMarked;
