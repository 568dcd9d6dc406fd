/** What people are told whose request is refused: {@link ai.a5c.krate.refusal.Refusal}; decides nothing. */
@NullMarked
package ai.a5c.krate.refusal;

import org.jspecify.annotations.NullMarked;
