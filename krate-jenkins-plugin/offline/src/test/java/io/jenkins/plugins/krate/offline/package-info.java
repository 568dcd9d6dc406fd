/** Proofs that what the offline build makes is what Jenkins expects. */
@NullMarked
package io.jenkins.plugins.krate.offline;

import org.jspecify.annotations.NullMarked;
