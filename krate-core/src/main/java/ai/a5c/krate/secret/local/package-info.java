/** Secrets as files that only their owner can read, for servers without a cluster; see {@link LocalSecrets}. */
@NullMarked
package ai.a5c.krate.secret.local;

import org.jspecify.annotations.NullMarked;
