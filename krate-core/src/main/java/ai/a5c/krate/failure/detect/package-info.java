/**
 * Decides what a line of a log says of a failure, one {@link ai.a5c.krate.failure.detect.Detector} for each tool; compares no
 * findings and keeps no lines.
 */
@NullMarked
package ai.a5c.krate.failure.detect;

import org.jspecify.annotations.NullMarked;
