/** What a build shows of its runs: action, pages, environment. */
@NullMarked
package io.jenkins.plugins.krate.build;

import org.jspecify.annotations.NullMarked;
