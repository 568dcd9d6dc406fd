package ai.a5c.krate.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of generated files, perhaps with a README, below the repository's root. */
final class Folder {

    private Folder() {}

    static List<String> files(String path) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..").resolve(path))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .toList();
        }
    }
}
