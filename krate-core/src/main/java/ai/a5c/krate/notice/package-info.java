/** Decides what people at a forge are told of a run: {@link ai.a5c.krate.notice.StatusComment}; never tells anybody. */
@NullMarked
package ai.a5c.krate.notice;

import org.jspecify.annotations.NullMarked;
