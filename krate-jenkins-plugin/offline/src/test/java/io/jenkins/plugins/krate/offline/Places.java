package io.jenkins.plugins.krate.offline;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the plugin's files are. */
final class Places {

    private Places() {}

    /** A file of the plugin, by its path below krate-jenkins-plugin. */
    static Path plugin(String path) {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("krate-jenkins-plugin"))) {
            Path parent = directory.getParent();
            if (parent == null) {
                throw new IllegalStateException("not inside the project");
            }
            directory = parent;
        }
        return directory.resolve("krate-jenkins-plugin").resolve(path);
    }
}
