package ai.a5c.krate.registry;

import ai.a5c.krate.redact.Redactor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Recognizes members that are named like secrets, and texts that are tokens or keys of a known format. */
final class SecretLooks {

    private static final Redactor REDACTOR = Redactor.of(List.of());

    /** What is found by a name nearby, which prose and examples have as well. */
    private static final Set<String> UNSURE =
            Set.of("authorization", "kubeconfig", "secret-value", "webhook-signature");

    private static final Set<String> NAMES = Set.of(
            "value",
            "data",
            "stringdata",
            "binarydata",
            "token",
            "password",
            "passwd",
            "passphrase",
            "secret",
            "secretvalue",
            "secretkey",
            "clientsecret",
            "credential",
            "credentials",
            "privatekey",
            "accesskey",
            "accesstoken",
            "authtoken",
            "apikey",
            "apitoken");

    private SecretLooks() {}

    static boolean isNameOfSecret(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT).replaceAll("[-_]", ""));
    }

    /** The format of a token or key in {@code text}, such as {@code github-token}; empty if it holds none. */
    static Optional<String> of(String text) {
        return REDACTOR.redact(text).counts().keySet().stream()
                .filter(category -> !UNSURE.contains(category))
                .findFirst();
    }
}
