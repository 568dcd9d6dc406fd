/** A krate-server for tests: answers as the API does, and misbehaves on command. */
@NullMarked
package io.jenkins.plugins.krate.standin;

import org.jspecify.annotations.NullMarked;
