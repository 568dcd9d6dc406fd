package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.resource.ResourceKey;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Names of resources: which can be, and new ones for {@code generateName}. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX = 5;
    private static final int LONGEST_PREFIX = 58;

    private Names() {}

    /**
     * The key that an address means.
     *
     * @throws Refusal as for a missing resource if nothing can have that name
     */
    static ResourceKey key(Kind kind, Address address) {
        if (!NAME.matcher(address.name()).matches()) {
            throw Status.notFound(Subject.of(kind, address.name())).refusal();
        }
        return new ResourceKey(kind.name(), address.namespace(), address.name());
    }

    /** A name that begins with {@code prefix}, as the API server makes them. */
    static String generated(String prefix, RandomGenerator random) {
        StringBuilder name = new StringBuilder(prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)));
        for (int i = 0; i < SUFFIX; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }
}
