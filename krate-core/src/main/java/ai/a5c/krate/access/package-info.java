/** Port: who may do what in the native world, asked as Kubernetes' SubjectAccessReview asks. */
@NullMarked
package ai.a5c.krate.access;

import org.jspecify.annotations.NullMarked;
