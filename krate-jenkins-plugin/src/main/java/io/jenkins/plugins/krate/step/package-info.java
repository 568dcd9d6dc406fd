/** The steps of Pipelines and of freestyle jobs. */
@NullMarked
package io.jenkins.plugins.krate.step;

import org.jspecify.annotations.NullMarked;
