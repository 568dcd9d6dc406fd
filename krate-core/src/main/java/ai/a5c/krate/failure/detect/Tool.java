package ai.a5c.krate.failure.detect;

import java.util.Locale;

/** Whose words tell of a failure. */
public enum Tool {
    MAVEN,
    JAVAC,
    JAVA,
    GRADLE,
    KOTLINC,
    NPM,
    NODE,
    JEST,
    VITEST,
    MOCHA,
    TYPESCRIPT,
    ESLINT,
    BUNDLER,
    PYTEST,
    PYTHON,
    UNITTEST,
    TOX,
    PIP,
    GO,
    CARGO,
    GCC,
    LINKER,
    MAKE,
    CMAKE,
    GTEST,
    DOCKER,
    SHELL,
    GIT,
    APT,
    SYSTEM,
    CI,
    UNKNOWN;

    /** As it stands in records and fingerprints. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
