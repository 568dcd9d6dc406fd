/**
 * Whether an agent may run, and why not: {@link ai.a5c.krate.review.PermissionReviewer}; loads nothing, knows names
 * and never values.
 */
@NullMarked
package ai.a5c.krate.review;

import org.jspecify.annotations.NullMarked;
