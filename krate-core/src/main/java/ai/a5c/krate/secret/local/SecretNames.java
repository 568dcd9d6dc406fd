package ai.a5c.krate.secret.local;

import java.util.regex.Pattern;

/** The names that namespaces, secrets and keys may have, after Kubernetes; all of them are plain file names. */
final class SecretNames {

    private static final int LONGEST = 253;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");

    private SecretNames() {}

    static boolean isName(String name) {
        return name.length() <= LONGEST && NAME.matcher(name).matches() && !name.contains("..");
    }

    static boolean isKey(String key) {
        return key.length() <= LONGEST && KEY.matcher(key).matches() && !key.equals(".") && !key.startsWith("..");
    }

    static void requireName(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "the %s must consist of lower case letters, digits, '-' and '.', at most %d, got '%s'"
                            .formatted(what, LONGEST, name));
        }
    }

    static void requireKey(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException(
                    "the key must consist of letters, digits, '-', '_' and '.', at most %d, and not begin with '..', got '%s'"
                            .formatted(LONGEST, key));
        }
    }
}
