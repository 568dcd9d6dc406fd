/** Port: who is woken when, of several servers that share a store. */
@NullMarked
package ai.a5c.krate.work;

import org.jspecify.annotations.NullMarked;
