/**
 * Who owns which field of a resource, and what a server-side apply makes of it: {@link
 * ai.a5c.krate.ownership.Ownership}; reads and writes documents, stores nothing.
 */
@NullMarked
package ai.a5c.krate.ownership;

import org.jspecify.annotations.NullMarked;
