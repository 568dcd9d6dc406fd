/** The demo: the whole main job on one machine, with a stand-in for the forge and nothing else pretended. */
@NullMarked
package ai.a5c.krate.server.demo;

import org.jspecify.annotations.NullMarked;
