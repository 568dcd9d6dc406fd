/** The HTTP faces: hooks, actions, resources and operations; asks the engine and holds neither state nor policy. */
@NullMarked
package ai.a5c.krate.server.http;

import org.jspecify.annotations.NullMarked;
