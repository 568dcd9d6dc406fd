package io.jenkins.plugins.krate.offline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.verb.POST;

/** What the plugin's packages may use. */
final class PluginArchitectureTest {

    private static final String[] JENKINS = {
        "hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..", "com.cloudbees..", "net.sf.json..", "org.jvnet.."
    };

    private static final JavaClasses PLUGIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jenkins.plugins.krate");

    @Test
    void theSeamAndTheRemoteEngineKnowNoJenkins() {
        noClasses()
                .that()
                .resideInAnyPackage("io.jenkins.plugins.krate.engine", "io.jenkins.plugins.krate.engine.remote..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JENKINS)
                .check(PLUGIN);
    }

    @Test
    void librariesAreUsedThroughKrateOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are Java's, Krate's or Jenkins'", PluginArchitectureTest::isAllowed))
                .check(PLUGIN);
    }

    @Test
    void nothingOfTheOldServletsIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.kohsuke.stapler.StaplerRequest")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.servlet..", "org.acegisecurity..")
                .check(PLUGIN);
    }

    @Test
    void whatBrowsersCallIsPosted() {
        ArchRuleDefinition.methods()
                .that(DescribedPredicate.<JavaMethod>describe(
                        "are web methods",
                        method -> method.getName().matches("do[A-Z].*")
                                && method.getModifiers()
                                        .contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)))
                .should()
                .beAnnotatedWith(POST.class)
                .check(PLUGIN);
    }

    @Test
    void nothingIsPrinted() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(PLUGIN);
    }

    private static boolean isAllowed(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return name.isEmpty()
                || type.getBaseComponentType().isPrimitive()
                || name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("ai.a5c.krate")
                || name.startsWith("io.jenkins.plugins.krate")
                || name.equals("org.jspecify.annotations")
                || name.equals("com.google.common.util.concurrent")
                || name.startsWith("org.springframework.security")
                || isJenkins(name);
    }

    private static boolean isJenkins(String name) {
        for (String one : JENKINS) {
            if (name.startsWith(one.replace("..", ""))) {
                return true;
            }
        }
        return false;
    }
}
