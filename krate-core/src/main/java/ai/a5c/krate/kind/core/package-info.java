/** Kinds of the installation: organizations and their namespaces. */
@NullMarked
package ai.a5c.krate.kind.core;

import org.jspecify.annotations.NullMarked;
