/** Kinds of identity: who agents are and which secrets they may use. */
@NullMarked
package ai.a5c.krate.kind.identity;

import org.jspecify.annotations.NullMarked;
