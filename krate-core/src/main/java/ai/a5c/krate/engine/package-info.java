/** Decides through the decision packages and acts through the ports: every state change and its effects are one transaction. */
@NullMarked
package ai.a5c.krate.engine;

import org.jspecify.annotations.NullMarked;
