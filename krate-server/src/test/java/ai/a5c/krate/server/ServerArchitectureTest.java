package ai.a5c.krate.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom inside the server. */
class ServerArchitectureTest {

    private static final String ROOT = "ai.a5c.krate.server.";
    private static final Map<String, List<String>> MAP = Map.of(
            "auth", List.of(),
            "observe", List.of(),
            "settings", List.of(),
            "tls", List.of(),
            "view", List.of(),
            "http", List.of("auth", "tls", "view"),
            "kubernetes", List.of("auth", "http"),
            "console", List.of("auth", "http", "view"),
            "command", List.of("settings", "tls"));

    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ai.a5c.krate.server");

    @Test
    void packagesImportOnlyWhatTheMapAllows() {
        MAP.forEach((name, allowed) -> classes()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .onlyDependOnClassesThat(outsideOr(Stream.concat(Stream.of(name), allowed.stream())
                        .map(each -> ROOT + each)
                        .toArray(String[]::new)))
                .check(SERVER));
    }

    private static DescribedPredicate<JavaClass> outsideOr(String... packages) {
        return JavaClass.Predicates.resideOutsideOfPackage("ai.a5c.krate.server..")
                .or(JavaClass.Predicates.resideInAnyPackage(packages));
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(SERVER);
    }

    @Test
    void onlyTheCommandLineUsesStandardStreams() {
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(SERVER);
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
                SERVER.that(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(ROOT + "command"))));
    }

    @Test
    void concreteClassesAreFinal() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(SERVER);
    }

    @Test
    void pagesAndCommandsNeverReadTheClockByThemselves() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "console", ROOT + "auth", ROOT + "settings")
                .should()
                .callMethod(Instant.class, "now")
                .check(SERVER);
    }
}
