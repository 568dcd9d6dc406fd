/** Kinds of an organization's memory: where it lives in Git, who may read what of it, and how runs read and change it. */
@NullMarked
package ai.a5c.krate.kind.memory;

import org.jspecify.annotations.NullMarked;
