/** The engine that is a krate-server elsewhere, asked over its HTTP API. */
@NullMarked
package io.jenkins.plugins.krate.engine.remote;

import org.jspecify.annotations.NullMarked;
