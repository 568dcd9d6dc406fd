package ai.a5c.krate.config.local;

import ai.a5c.krate.config.ConfigSource;
import ai.a5c.krate.digest.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * ConfigMaps as UTF-8 files {@code configmaps/<namespace>/<name>/<key>} below the data directory, of at most a megabyte
 * each; links are not followed, and what has another name than a ConfigMap or key can have is not there.
 */
public final class LocalConfigMaps implements ConfigSource {

    private static final long LARGEST = 1024 * 1024;
    private static final int LONGEST_NAME = 253;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");

    private final Path root;

    /** ConfigMaps below the data directory {@code root}. */
    public LocalConfigMaps(Path root) {
        this.root = root.resolve("configmaps");
    }

    @Override
    public Optional<ConfigMetadata> metadata(String namespace, String name) {
        return directory(namespace, name).flatMap(directory -> metadata(namespace, name, directory));
    }

    @Override
    public Optional<String> text(String namespace, String name, String key) {
        return directory(namespace, name)
                .filter(directory -> isKey(key))
                .map(directory -> directory.resolve(key))
                .filter(LocalConfigMaps::isText)
                .map(LocalConfigMaps::read);
    }

    private static Optional<ConfigMetadata> metadata(String namespace, String name, Path directory) {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> isKey(String.valueOf(file.getFileName())) && isText(file))
                    .forEach(file -> digests.put(
                            String.valueOf(file.getFileName()),
                            Digest.of(read(file)).hex()));
        } catch (IOException e) {
            throw unusable(directory, e);
        }
        String version = Digest.of(digests.toString()).hex().substring(0, 16);
        return digests.isEmpty()
                ? Optional.empty()
                : Optional.of(new ConfigMetadata(namespace, name, digests.keySet(), version));
    }

    private Optional<Path> directory(String namespace, String name) {
        if (!isName(namespace) || !isName(name)) {
            return Optional.empty();
        }
        Path own = root.resolve(namespace);
        Path directory = own.resolve(name);
        return isDirectory(root) && isDirectory(own) && isDirectory(directory)
                ? Optional.of(directory)
                : Optional.empty();
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches() && !name.contains("..");
    }

    private static boolean isKey(String key) {
        return key.length() <= LONGEST_NAME && KEY.matcher(key).matches() && !key.equals(".") && !key.startsWith("..");
    }

    private static boolean isText(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LARGEST;
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static UncheckedIOException unusable(Path path, IOException cause) {
        return new UncheckedIOException("%s cannot be used: %s".formatted(path, cause.getMessage()), cause);
    }
}
