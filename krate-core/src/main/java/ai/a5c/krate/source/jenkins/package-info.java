/** What a Jenkins tells of its builds: {@link ai.a5c.krate.source.jenkins.BuildReport}. */
@NullMarked
package ai.a5c.krate.source.jenkins;

import org.jspecify.annotations.NullMarked;
