/** The Kubernetes face: discovery, schemas, reads, writes and watches as unmodified Kubernetes clients expect them. */
@NullMarked
package ai.a5c.krate.server.kubernetes;

import org.jspecify.annotations.NullMarked;
