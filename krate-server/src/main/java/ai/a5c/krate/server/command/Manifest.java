package ai.a5c.krate.server.command;

import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A document and where it was read.
 *
 * @param source the file, or {@code -} for the input
 * @param number its place in the file, from 1; empty documents do not count
 */
record Manifest(String source, int number, Map<String, Object> document) {

    /**
     * The documents of files and directories in their order.
     *
     * @param paths {@code -} for the input
     * @param recursive whether directories in directories count
     * @throws CommandException with every fault of every file that cannot be read
     */
    static List<Manifest> read(List<String> paths, boolean recursive, Terminal terminal) {
        List<Manifest> manifests = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (String path : paths) {
            if (path.equals("-")) {
                add("-", terminal.input(), manifests, faults);
                continue;
            }
            for (Path file : files(Path.of(path), recursive)) {
                add(file.toString(), bytes(file), manifests, faults);
            }
        }
        if (!faults.isEmpty()) {
            throw new CommandException(String.join("\n", faults));
        }
        if (manifests.isEmpty()) {
            throw new CommandException("there is no document in " + String.join(", ", paths));
        }
        return manifests;
    }

    private static void add(String source, byte[] bytes, List<Manifest> manifests, List<String> faults) {
        try {
            int number = 1;
            for (Map<String, Object> document : Documents.read(bytes)) {
                manifests.add(new Manifest(source, number++, document));
            }
        } catch (InvalidDocumentException e) {
            e.faults().forEach(fault -> faults.add("%s: %s: %s".formatted(source, fault.path(), fault.message())));
        }
    }

    /** The file itself, or those in the directory that can hold documents, sorted. */
    static List<Path> files(Path path, boolean recursive) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path, recursive ? Integer.MAX_VALUE : 1)) {
            Path real = path.toRealPath();
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList()) {
                refuseOutside(real, file);
                found.add(file);
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException("%s cannot be read".formatted(path));
        }
    }

    /** Whoever made the directory must not have others read for them what lies elsewhere. */
    private static void refuseOutside(Path directory, Path file) throws IOException {
        if (!file.toRealPath().startsWith(directory)) {
            throw new CommandException(
                    "%s is a link to a file outside the directory; put a copy there".formatted(file));
        }
    }

    /** What the file holds; of one that is too large, its beginning. */
    static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Documents.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new CommandException(
                    Files.exists(file) ? "%s cannot be read".formatted(file) : "there is no file %s".formatted(file));
        }
    }

    /** Those that others refer to first. */
    static List<Manifest> sorted(List<Manifest> manifests) {
        List<Kind> order = KindRegistry.all();
        return manifests.stream()
                .sorted(Comparator.comparingInt(manifest -> order.indexOf(manifest.kind())))
                .toList();
    }

    /** As {@code pool.yaml, document 2}. */
    String place() {
        return "%s, document %d".formatted(source, number);
    }

    Kind kind() {
        String name = Output.at(document, ".kind");
        return KindRegistry.named(name)
                .orElseThrow(() -> new CommandException("%s: unknown kind '%s'".formatted(place(), name)));
    }

    String name() {
        String name = Output.at(document, ".metadata.name");
        if (name.isEmpty()) {
            throw new CommandException("%s: $.metadata.name: required".formatted(place()));
        }
        return name;
    }

    Optional<String> namespace() {
        return Optional.of(Output.at(document, ".metadata.namespace")).filter(text -> !text.isEmpty());
    }

    /** The address of what it describes. */
    String path(Face face) {
        return face.path(kind(), namespace(), name());
    }

    /** The address that it is created at. */
    String collection(Face face) {
        String one = path(face);
        return one.substring(0, one.lastIndexOf('/'));
    }

    String reference() {
        return Face.reference(kind(), name());
    }
}
