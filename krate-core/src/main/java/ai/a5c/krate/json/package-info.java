/** JSON text to plain values and back; the only package that knows Jackson. */
@NullMarked
package ai.a5c.krate.json;

import org.jspecify.annotations.NullMarked;
