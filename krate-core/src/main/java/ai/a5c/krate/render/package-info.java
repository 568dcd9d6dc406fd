/** The kinds of the registry in the words of others: schemas, CRDs, OpenAPI, references, forms and examples. */
@NullMarked
package ai.a5c.krate.render;

import org.jspecify.annotations.NullMarked;
