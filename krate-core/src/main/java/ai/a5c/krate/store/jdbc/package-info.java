/** A store in SQLite or PostgreSQL, with one set of statements for both; see {@link JdbcResourceStore}. */
@NullMarked
package ai.a5c.krate.store.jdbc;

import org.jspecify.annotations.NullMarked;
