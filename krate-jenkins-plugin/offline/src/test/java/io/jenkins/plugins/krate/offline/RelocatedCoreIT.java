package io.jenkins.plugins.krate.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Krate works from its relocated jar: database, migrations, rules, Git and JSON, with slf4j from outside. */
final class RelocatedCoreIT {

    @Test
    void everyLibraryIsFoundWhereItWasMoved(@TempDir Path directory) throws IOException, ReflectiveOperationException {
        URL core = Places.plugin("offline/target/hpi/WEB-INF/lib/krate-jenkins-core-0.1.0-SNAPSHOT.jar")
                .toUri()
                .toURL();
        URL[] path = {core, home(Logger.class), home(RelocatedProgram.class)};
        try (URLClassLoader alone = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Class<?> program = alone.loadClass(RelocatedProgram.class.getName());
            @SuppressWarnings("unchecked")
            var made = (UnaryOperator<String>) program.getDeclaredConstructor().newInstance();
            assertThat(made.apply(directory.toString())).isEqualTo("{\"ruled\":true,\"from\":\"%s\"}".formatted(core));
            assertThat(program).isNotSameAs(RelocatedProgram.class);
        }
        assertThat(directory.resolve("krate.db")).exists();
    }

    private static URL home(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
