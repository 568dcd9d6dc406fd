package io.jenkins.plugins.krate.engine.embedded;

import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A resource's document and where it was read.
 *
 * @param place as in {@code stacks.yaml, document 2}
 */
record ResourceDocument(String place, Map<String, Object> content) {

    private static final int MOST_FILES = 1_000;

    /** The kind that it names; may be none. */
    String kind() {
        return String.valueOf(content.get("kind"));
    }

    /** The text under {@code name} in its spec; empty if there is none. */
    String spec(String name) {
        return content.get("spec") instanceof Map<?, ?> spec && spec.get(name) instanceof String text ? text : "";
    }

    /** The documents of a folder and of a text, in this order; what cannot be read is added to {@code faults}. */
    static List<ResourceDocument> read(Optional<Path> folder, String text, List<String> faults) {
        List<ResourceDocument> documents = new ArrayList<>();
        folder.ifPresent(path -> {
            for (Path file : files(path, faults)) {
                add(path.relativize(file).toString(), bytes(file), documents, faults);
            }
        });
        add("the configuration", text.getBytes(StandardCharsets.UTF_8), documents, faults);
        return documents;
    }

    private static void add(String source, byte[] bytes, List<ResourceDocument> documents, List<String> faults) {
        try {
            int number = 1;
            for (Map<String, Object> document : Documents.read(bytes)) {
                documents.add(new ResourceDocument("%s, document %d".formatted(source, number++), document));
            }
        } catch (InvalidDocumentException e) {
            e.faults().forEach(fault -> faults.add("%s: %s: %s".formatted(source, fault.path(), fault.message())));
        }
    }

    /** Links that lead out of the folder are faults: who may write there shall not have other files read. */
    private static List<Path> files(Path folder, List<String> faults) {
        if (!Files.isDirectory(folder)) {
            faults.add("there is no folder %s".formatted(folder));
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            Path real = folder.toRealPath();
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .limit(MOST_FILES)
                    .toList()) {
                if (file.toRealPath().startsWith(real)) {
                    found.add(file);
                } else {
                    faults.add("%s is a link out of the folder; put a copy there".formatted(folder.relativize(file)));
                }
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            faults.add("the folder %s cannot be read".formatted(folder));
            return List.of();
        }
    }

    /** What the file holds; of one that is too large, more than is allowed. */
    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Documents.MAX_BYTES + 1);
        } catch (IOException e) {
            return new byte[Documents.MAX_BYTES + 1];
        }
    }
}
