package io.jenkins.plugins.krate.offline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.GeneratedFile;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jenkinsci.Symbol;
import org.junit.jupiter.api.Test;

/** Jenkins finds the names of configuration and steps in an index, which Jenkins' own build writes and this one keeps. */
final class SymbolIndexTest {

    private static final Path INDEX =
            Places.plugin("offline/src/main/resources/META-INF/services/annotations/org.jenkinsci.Symbol");

    @Test
    void everySymbolIsInTheIndex() throws IOException {
        String named = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.jenkins.plugins.krate")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Symbol.class))
                        .map(JavaClass::getName)
                        .sorted()
                        .collect(Collectors.joining("\n", "", "\n"));
        assertThat(named).contains("KrateGlobalConfiguration");
        GeneratedFile.at(INDEX.toString()).mustBe(named);
    }
}
