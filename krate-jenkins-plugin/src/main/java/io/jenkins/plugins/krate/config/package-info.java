/** What administrators, folders and jobs say about Krate. */
@NullMarked
package io.jenkins.plugins.krate.config;

import org.jspecify.annotations.NullMarked;
