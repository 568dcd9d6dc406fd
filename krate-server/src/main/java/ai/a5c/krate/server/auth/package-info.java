/** Who is asking: API tokens, console sessions, login codes and the limit on guessing; decides nothing about resources. */
@NullMarked
package ai.a5c.krate.server.auth;

import org.jspecify.annotations.NullMarked;
