/** From a command in a comment to what it asks for and the answer where it was asked: {@link ai.a5c.krate.engine.comment.CommentDesk}. */
@NullMarked
package ai.a5c.krate.engine.comment;

import org.jspecify.annotations.NullMarked;
