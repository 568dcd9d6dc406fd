/** Reads globs, mentions of agents and templates; knows no rule and no event. */
@NullMarked
package ai.a5c.krate.match;

import org.jspecify.annotations.NullMarked;
