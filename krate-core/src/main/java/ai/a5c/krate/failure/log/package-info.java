/**
 * Lines of a build's log as the tool wrote them: {@link ai.a5c.krate.failure.log.LineSplitter} cuts bytes into lines,
 * {@link ai.a5c.krate.failure.log.LineCleaner} takes off what terminals and CI servers put around them; judges none.
 */
@NullMarked
package ai.a5c.krate.failure.log;

import org.jspecify.annotations.NullMarked;
