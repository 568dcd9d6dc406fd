/** The crash campaign: servers killed under load, and the books checked afterwards from outside. */
@NullMarked
package ai.a5c.krate.server.campaign;

import org.jspecify.annotations.NullMarked;
