package ai.a5c.krate.secret.local;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.secret.SecretValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Secrets as files {@code secrets/<namespace>/<name>/<key>} below the data directory, of mode 0600.
 *
 * <p>A secret's version is made from its files' names, identities and times of change, so that a change by hand counts
 * too. What others can read or write is refused with {@link UnsafeSecretException}; links are not followed.
 */
public final class LocalSecrets implements SecretSource {

    private static final int MAC_KEY_BYTES = 32;

    private final OwnerOnlyFiles files = new OwnerOnlyFiles();
    private final Path root;
    private final Path secrets;

    /** Secrets below the data directory {@code root}, which is created when the first one is set. */
    public LocalSecrets(Path root) {
        this.root = root;
        this.secrets = root.resolve("secrets");
    }

    @Override
    public Optional<SecretMetadata> metadata(String namespace, String name) {
        return directory(namespace, name)
                .map(directory -> metadata(namespace, name, directory))
                .filter(metadata -> !metadata.keys().isEmpty());
    }

    @Override
    public Optional<SecretValue> value(String namespace, String name, String key) {
        return directory(namespace, name)
                .filter(directory -> SecretNames.isKey(key))
                .map(directory -> directory.resolve(key))
                .filter(LocalSecrets::exists)
                .map(file -> new SecretValue(reading(file, () -> files.read(file))));
    }

    /**
     * Keeps {@code value}, replacing an earlier one, durably once this returns.
     *
     * @throws IllegalArgumentException if a name or the key is none
     */
    public void set(String namespace, String name, String key, SecretValue value) {
        SecretNames.requireName("namespace", namespace);
        SecretNames.requireName("name of a secret", name);
        SecretNames.requireKey(key);
        Path directory = secrets.resolve(namespace).resolve(name);
        reading(directory, () -> {
            files.createDirectory(secrets);
            files.createDirectory(secrets.resolve(namespace));
            files.createDirectory(directory);
            files.replace(directory.resolve(key), value.reveal());
            return directory;
        });
    }

    /** What may be known of every secret, by namespace and name. */
    public List<SecretMetadata> list() {
        List<SecretMetadata> all = new ArrayList<>();
        for (String namespace : names(secrets, SecretNames::isName)) {
            all.addAll(list(namespace));
        }
        return all;
    }

    @Override
    public List<SecretMetadata> list(String namespace) {
        return SecretNames.isName(namespace)
                ? names(secrets.resolve(namespace), SecretNames::isName).stream()
                        .flatMap(name -> metadata(namespace, name).stream())
                        .toList()
                : List.of();
    }

    /** Removes a secret with all its keys; false if there was none. */
    public boolean remove(String namespace, String name) {
        Optional<Path> directory = directory(namespace, name);
        directory.ifPresent(path -> reading(path, () -> {
            Path gone = path.resolveSibling("..gone-" + UUID.randomUUID());
            Files.move(path, gone, StandardCopyOption.ATOMIC_MOVE);
            for (String file : names(gone, any -> true)) {
                Files.deleteIfExists(gone.resolve(file));
            }
            Files.delete(gone);
            return gone;
        }));
        return directory.isPresent();
    }

    /** Removes one key of a secret; false if there was none. */
    public boolean remove(String namespace, String name, String key) {
        return directory(namespace, name)
                .filter(directory -> SecretNames.isKey(key))
                .map(directory -> reading(directory, () -> Files.deleteIfExists(directory.resolve(key))))
                .orElse(false);
    }

    /** The key of 32 random bytes that authenticates markers, the same for all who use this data directory. */
    public SecretValue macKey() {
        Path file = root.resolve("marker-key");
        return reading(file, () -> {
            if (!exists(file)) {
                byte[] key = new byte[MAC_KEY_BYTES];
                new SecureRandom().nextBytes(key);
                createRoot();
                files.create(file, key);
            }
            byte[] key = files.read(file);
            if (key.length != MAC_KEY_BYTES) {
                throw new UnsafeSecretException("%s must have %d bytes, has %d; restore it from a backup"
                        .formatted(file, MAC_KEY_BYTES, key.length));
            }
            return new SecretValue(key);
        });
    }

    /** The data directory is the operator's: it may be a link and others may read it. */
    private void createRoot() throws IOException {
        if (!Files.isDirectory(root)) {
            files.createDirectory(root);
        }
    }

    private SecretMetadata metadata(String namespace, String name, Path directory) {
        TreeMap<String, String> identities = new TreeMap<>();
        for (String key : names(directory, SecretNames::isKey)) {
            identity(directory.resolve(key)).ifPresent(identity -> identities.put(key, identity));
        }
        String version = Digest.of(identities.toString()).hex().substring(0, 16);
        return new SecretMetadata(
                namespace,
                name,
                identities.keySet(),
                version,
                identities.keySet().stream()
                        .map(key -> changedAt(directory.resolve(key)))
                        .min(Comparator.naturalOrder()));
    }

    private static Instant changedAt(Path file) {
        return reading(
                file,
                () -> Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant());
    }

    /** Says which file this is and when it was changed, nothing of its content; empty if it is no file. */
    private static Optional<String> identity(Path file) {
        return reading(file, () -> {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(
                    attributes.fileKey() + "@" + attributes.lastModifiedTime().toInstant());
        });
    }

    private Optional<Path> directory(String namespace, String name) {
        if (!SecretNames.isName(namespace) || !SecretNames.isName(name)) {
            return Optional.empty();
        }
        Path path = secrets;
        for (String step : List.of(".", namespace, name)) {
            Path next = path.resolve(step).normalize();
            if (!exists(next)) {
                return Optional.empty();
            }
            reading(next, () -> {
                files.requireDirectory(next);
                return next;
            });
            path = next;
        }
        return Optional.of(path);
    }

    private static Set<String> names(Path directory, Predicate<String> wanted) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return Set.of();
        }
        return reading(directory, () -> {
            Set<String> names = new TreeSet<>();
            try (Stream<Path> entries = Files.list(directory)) {
                entries.map(entry -> String.valueOf(entry.getFileName()))
                        .filter(wanted)
                        .forEach(names::add);
            }
            return names;
        });
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static <T> T reading(Path path, Access<T> access) {
        try {
            return access.run();
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be used: %s".formatted(path, e.getMessage()), e);
        }
    }

    private interface Access<T> {

        T run() throws IOException;
    }
}
