/** What was said in a run, as turns and items: {@link ai.a5c.krate.transcript.Transcript}; reads no stream and keeps nothing. */
@NullMarked
package ai.a5c.krate.transcript;

import org.jspecify.annotations.NullMarked;
