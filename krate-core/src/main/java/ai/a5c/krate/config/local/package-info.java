/** ConfigMaps as files, for servers without a cluster; see {@link LocalConfigMaps}. */
@NullMarked
package ai.a5c.krate.config.local;

import org.jspecify.annotations.NullMarked;
