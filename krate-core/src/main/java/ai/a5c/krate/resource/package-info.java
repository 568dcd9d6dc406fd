/** The Kubernetes envelope that everything Krate stores is wrapped in, and the words that describe a kind; no kind is defined here. */
@NullMarked
package ai.a5c.krate.resource;

import org.jspecify.annotations.NullMarked;
