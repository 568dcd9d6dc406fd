/** What a server is told at start, and from where; nothing in it prints a secret. */
@NullMarked
package ai.a5c.krate.server.settings;

import org.jspecify.annotations.NullMarked;
