/** What bindings and roles allow, with the semantics of Kubernetes' role-based access control; loads nothing. */
@NullMarked
package ai.a5c.krate.rbac;

import org.jspecify.annotations.NullMarked;
