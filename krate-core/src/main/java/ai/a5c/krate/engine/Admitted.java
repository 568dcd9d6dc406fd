package ai.a5c.krate.engine;

import java.util.Optional;

/**
 * A namespace that a caller may write in.
 *
 * @param organization who owns it; empty for the installation's own
 */
record Admitted(String namespace, Optional<String> organization) {}
