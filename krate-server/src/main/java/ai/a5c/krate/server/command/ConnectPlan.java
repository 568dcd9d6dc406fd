package ai.a5c.krate.server.command;

import ai.a5c.krate.gitea.Finding;
import ai.a5c.krate.gitea.Finding.Grade;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be configured for a repository of Gitea.
 *
 * @param forgeUrl without {@code /api}
 * @param repository as {@code owner/name}
 * @param subscription the name of the {@code WebhookSubscription}
 */
record ConnectPlan(Configured configured, String forgeUrl, String repository, String subscription) {

    private static final String TOKEN = "gitea-bot";
    private static final String WEBHOOK = "gitea-webhook";
    private static final int SECRET_BYTES = 32;

    private String owner() {
        return repository.substring(0, repository.indexOf('/'));
    }

    private String name() {
        return repository.substring(repository.indexOf('/') + 1);
    }

    private String resource() {
        return name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
    }

    /** The forge to connect, with the token that is given, or else the one that is kept. */
    Forge forge(Optional<SecretValue> given) {
        Optional<SecretValue> kept = configured
                .find("Repository", resource())
                .flatMap(found -> configured.secret(found, ".spec.forge.apiCredential"))
                .or(() -> configured.secrets().value(configured.namespace(), TOKEN, "token"));
        return new Forge(forgeUrl, owner(), name(), given.or(() -> kept));
    }

    void keepToken(SecretValue token) {
        configured.secrets().set(configured.namespace(), TOKEN, "token", token);
    }

    /** What {@link #write} would make. */
    List<Finding> missing() {
        return documents().keySet().stream()
                .map(made -> new Finding("resources", Grade.DOUBTFUL, made + " would be made", ""))
                .toList();
    }

    /** Makes what is not there; what is there stays as it is, or is said to be another one. */
    List<Finding> write() {
        configured.find("Repository", resource()).ifPresent(this::check);
        List<Finding> done = new ArrayList<>();
        documents().forEach((made, document) -> {
            String path = configured.face().path(Face.kind(String.valueOf(document.get("kind"))));
            configured.face().client().post(path, Map.copyOf(document));
            done.add(new Finding("resources", Grade.GOOD, made + " is made", ""));
        });
        return done;
    }

    private void check(Map<String, Object> known) {
        Forge forge = configured.forge(known);
        if (!forge.baseUrl().replaceAll("/+$", "").equals(forgeUrl.replaceAll("/+$", ""))
                || !forge.owner().equals(owner())
                || !forge.name().equals(name())) {
            throw new CommandException("the Repository '%s' is %s/%s at %s; delete it, or connect that one"
                    .formatted(resource(), forge.owner(), forge.name(), forge.baseUrl()));
        }
    }

    /** The documents that are not there yet, by what they are called. */
    private Map<String, Map<String, Object>> documents() {
        Map<String, Map<String, Object>> documents = new LinkedHashMap<>();
        if (configured.find("Repository", resource()).isEmpty()) {
            documents.put("Repository " + resource(), document("Repository", resource(), repositorySpec()));
        }
        if (configured.find("WebhookSubscription", subscription).isEmpty()) {
            Map<String, Object> signing = Map.of("current", Map.of("name", WEBHOOK, "key", "secret"));
            documents.put(
                    "WebhookSubscription " + subscription,
                    document(
                            "WebhookSubscription",
                            subscription,
                            Map.of("forge", "gitea", "events", List.of("*"), "signing", signing)));
        }
        return documents;
    }

    private Map<String, Object> repositorySpec() {
        Map<String, Object> token = Map.of("name", TOKEN, "key", "token");
        Map<String, Object> forge =
                Map.of("kind", "gitea", "baseUrl", forgeUrl, "owner", owner(), "name", name(), "apiCredential", token);
        String cloneUrl = "%s/%s.git".formatted(forgeUrl.replaceAll("/+$", ""), repository);
        return Map.of("cloneUrl", cloneUrl, "forge", forge, "gitCredential", token);
    }

    private Map<String, Object> document(String kind, String name, Map<String, Object> spec) {
        return Map.of(
                "apiVersion",
                Face.kind(kind).apiVersion(),
                "kind",
                kind,
                "metadata",
                Map.of("name", name, "namespace", configured.namespace()),
                "spec",
                spec);
    }

    boolean hasSecret() {
        return configured
                .find("WebhookSubscription", subscription)
                .flatMap(found -> configured.secret(found, ".spec.signing.current"))
                .isPresent();
    }

    /** The secret that the hook is to sign with; with {@code another}, a new one beside the old one. */
    SecretValue secret(boolean another) {
        Map<String, Object> known =
                configured.find("WebhookSubscription", subscription).orElseThrow();
        String name = Output.at(known, ".spec.signing.current.name");
        String key = Output.at(known, ".spec.signing.current.key");
        if (another || name.isEmpty()) {
            return replaced(name, key);
        }
        return configured.secret(known, ".spec.signing.current").orElseGet(() -> made(name, key));
    }

    private SecretValue replaced(String name, String key) {
        String next = "secret-" + Instant.now().getEpochSecond();
        SecretValue secret = made(WEBHOOK, next);
        Map<String, Object> signing = name.isEmpty()
                ? Map.of("current", Map.of("name", WEBHOOK, "key", next))
                : Map.of(
                        "current", Map.of("name", WEBHOOK, "key", next),
                        "previous", Map.of("name", name, "key", key));
        String path = configured
                .face()
                .path(Face.kind("WebhookSubscription"), Optional.of(configured.namespace()), subscription);
        configured
                .face()
                .client()
                .patch(
                        path + "?fieldManager=krate-connect&force=true",
                        document("WebhookSubscription", subscription, Map.of("signing", signing)));
        return secret;
    }

    private SecretValue made(String name, String key) {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        SecretValue secret = new SecretValue(HexFormat.of().formatHex(random).getBytes(StandardCharsets.UTF_8));
        configured.secrets().set(configured.namespace(), name, key, secret);
        return secret;
    }
}
