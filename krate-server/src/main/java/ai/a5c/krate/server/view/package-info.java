/** What people are shown of identities, permissions, secrets and stacks, the same over HTTP and in the console; decides nothing. */
@NullMarked
package ai.a5c.krate.server.view;

import org.jspecify.annotations.NullMarked;
