/** What Krate itself says at forges: replies, reactions, status comments, commit statuses; none of it is an effect of an agent. */
@NullMarked
package ai.a5c.krate.engine.notice;

import org.jspecify.annotations.NullMarked;
