/** Decides what may become of a document: what may not change, what a deletion waits for, what organizations share; reads no store. */
@NullMarked
package ai.a5c.krate.admission;

import org.jspecify.annotations.NullMarked;
