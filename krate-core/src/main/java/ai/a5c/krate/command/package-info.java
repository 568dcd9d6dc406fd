/** What the lines of a comment that begin with {@code /krate} ask for: {@link ai.a5c.krate.command.Comment}; decides nothing. */
@NullMarked
package ai.a5c.krate.command;

import org.jspecify.annotations.NullMarked;
