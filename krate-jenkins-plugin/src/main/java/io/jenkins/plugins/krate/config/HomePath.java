package io.jenkins.plugins.krate.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths below JENKINS_HOME as a form takes them. */
final class HomePath {

    private HomePath() {}

    /** Whether {@code path} is relative and stays below where it begins. */
    static boolean isInside(String path) {
        try {
            Path relative = Path.of(path);
            Path normal = relative.normalize();
            return !relative.isAbsolute()
                    && !normal.startsWith("..")
                    && !normal.toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
