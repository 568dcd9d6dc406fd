/** The pages for people: reads resources, posts actions, renders everything from outside as text. */
@NullMarked
package ai.a5c.krate.server.console;

import org.jspecify.annotations.NullMarked;
