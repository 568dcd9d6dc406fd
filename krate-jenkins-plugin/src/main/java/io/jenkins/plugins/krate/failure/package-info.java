/** From a failed build to the report of what broke it. */
@NullMarked
package io.jenkins.plugins.krate.failure;

import org.jspecify.annotations.NullMarked;
