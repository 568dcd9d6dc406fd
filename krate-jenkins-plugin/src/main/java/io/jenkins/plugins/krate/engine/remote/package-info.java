/** The seam kept by a server of Krate, reached over HTTP. */
@NullMarked
package io.jenkins.plugins.krate.engine.remote;

import org.jspecify.annotations.NullMarked;
