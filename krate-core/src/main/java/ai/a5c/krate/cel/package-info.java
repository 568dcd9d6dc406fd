/** Conditions of rules in the Common Expression Language: typed, of bounded cost, refused when wrong: {@link ai.a5c.krate.cel.CelPredicates}. */
@NullMarked
package ai.a5c.krate.cel;

import org.jspecify.annotations.NullMarked;
