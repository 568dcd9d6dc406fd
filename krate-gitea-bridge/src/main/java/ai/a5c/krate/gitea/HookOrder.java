package ai.a5c.krate.gitea;

import ai.a5c.krate.secret.SecretValue;
import java.util.Optional;

/**
 * The hook that a forge is to have.
 *
 * @param organization whether it is to be the organization's; else the repository's
 * @param url where its deliveries go
 * @param secret what it is to be signed with; without one, a hook that is there keeps its own
 */
public record HookOrder(boolean organization, String url, Optional<SecretValue> secret) {}
