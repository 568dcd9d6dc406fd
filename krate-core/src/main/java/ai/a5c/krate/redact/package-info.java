/** Finds what must not be said and what tries to hide: {@link ai.a5c.krate.redact.Redactor}, {@link ai.a5c.krate.redact.TextScan}. */
@NullMarked
package ai.a5c.krate.redact;

import org.jspecify.annotations.NullMarked;
