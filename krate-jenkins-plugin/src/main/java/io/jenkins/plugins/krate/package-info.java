/** What builds and people see of Krate: records for scripts, the permission to approve, the texts. */
@NullMarked
package io.jenkins.plugins.krate;

import org.jspecify.annotations.NullMarked;
