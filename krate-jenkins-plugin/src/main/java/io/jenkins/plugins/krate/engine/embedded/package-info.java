/** The seam kept by an engine inside this Jenkins, with its database under its home. */
@NullMarked
package io.jenkins.plugins.krate.engine.embedded;

import org.jspecify.annotations.NullMarked;
