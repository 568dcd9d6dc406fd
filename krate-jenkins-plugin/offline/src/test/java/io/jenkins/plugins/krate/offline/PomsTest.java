package io.jenkins.plugins.krate.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The two builds of the plugin say the same of it. */
final class PomsTest {

    private static final String MANIFEST = "build/plugins/plugin/configuration/archive/manifestEntries/";

    private static Pom official;
    private static Pom offline;

    @BeforeAll
    static void read() throws Exception {
        official = Pom.of(Places.plugin("pom.xml"));
        offline = Pom.of(Places.plugin("offline/pom.xml"));
    }

    @Test
    void theBaselineIsTheSame() {
        assertThat(offline.text("properties/jenkins.version"))
                .isEqualTo("2.492.3")
                .isEqualTo(official.text("properties/jenkins.version"));
        assertThat(offline.text(MANIFEST + "Jenkins-Version")).isEqualTo("2.492.3");
        assertThat(offline.text(MANIFEST + "Hudson-Version")).isEqualTo("2.492.3");
        assertThat(official.texts("dependencyManagement/dependencies/dependency/artifactId"))
                .containsExactly("bom-2.492.x");
        assertThat(official.texts("dependencyManagement/dependencies/dependency/version"))
                .containsExactly("5473.vb_9533d9e5d88");
    }

    @Test
    void thePluginIsTheSame() {
        assertThat(offline.text(MANIFEST + "Short-Name")).isEqualTo("krate").isEqualTo(official.text("artifactId"));
        assertThat(offline.text("build/finalName")).isEqualTo(official.text("artifactId"));
        assertThat(offline.text(MANIFEST + "Long-Name")).isEqualTo("Krate").isEqualTo(official.text("name"));
        assertThat(offline.text(MANIFEST + "Group-Id")).isEqualTo(official.text("groupId"));
        assertThat(offline.text(MANIFEST + "Plugin-License-Name")).isEqualTo(official.text("licenses/license/name"));
        assertThat(official.text("packaging")).isEqualTo("hpi");
    }

    @Test
    void theKrateInsideIsTheSame() {
        assertThat(official.text("properties/krate.version")).isEqualTo(offline.text("parent/version"));
    }

    @Test
    void theSourcesAreTheSame() {
        assertThat(offline.text("build/sourceDirectory")).isEqualTo("../src/main/java");
        assertThat(offline.text("build/testSourceDirectory")).isEqualTo("../src/test/java");
        assertThat(offline.texts("build/resources/resource/directory").get(0)).isEqualTo("../src/main/resources");
        assertThat(offline.text("build/testResources/testResource/directory")).isEqualTo("../src/test/resources");
        assertThat(official.text("build/sourceDirectory")).as("the usual place").isEmpty();
        assertThat(official.text("build/testSourceDirectory"))
                .as("the usual place")
                .isEmpty();
        assertThat(official.anywhere("source")).containsExactly("src/jenkinsTest/java");
    }

    @Test
    void thePluginsThatItNeedsAreTheSame() {
        assertThat(Stream.of(offline.text("properties/plugin.dependencies").split(",", -1))
                        .map(one -> one.replaceFirst(":[^;]*", "")))
                .containsExactlyInAnyOrderElementsOf(official.dependencies().stream()
                        .filter(one -> one.isShipped() && one.isPlugin())
                        .map(Pom.Dependency::unversioned)
                        .toList());
        assertThat(offline.text(MANIFEST + "Plugin-Dependencies"))
                .isEqualTo(offline.text("properties/plugin.dependencies"));
    }

    @Test
    void theJarsThatItBringsAreTheSame() {
        List<String> brought = official.dependencies().stream()
                .filter(one -> one.isShipped() && !one.isPlugin())
                .map(Pom.Dependency::artifact)
                .toList();
        assertThat(brought).containsExactly("krate-jenkins-core").isEqualTo(offline.anywhere("includeArtifactIds"));
    }

    @Test
    void neitherNamesWhereArtifactsAreFetched() {
        assertThat(Stream.of(official, offline)
                        .flatMap(pom -> Stream.of("repositories", "pluginRepositories", "distributionManagement")
                                .flatMap(name -> pom.anywhere(name).stream())))
                .isEmpty();
    }
}
