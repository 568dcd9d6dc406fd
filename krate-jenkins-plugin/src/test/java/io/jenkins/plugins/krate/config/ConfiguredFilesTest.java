package io.jenkins.plugins.krate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredFilesTest {

    @TempDir
    Path home;

    @Test
    void theControllerIsNamedOnceAndKeepsItsName() throws IOException {
        Path file = home.resolve("krate/controller-id");

        String id = ControllerId.in(file);

        assertThat(id).matches("[0-9a-f-]{36}");
        assertThat(ControllerId.in(file)).isEqualTo(id);
        assertThat(ControllerId.in(home.resolve("other/controller-id"))).isNotEqualTo(id);
    }

    @Test
    void aBrokenNameIsNotReplacedByItself() throws IOException {
        Path file = Files.writeString(home.resolve("controller-id"), "mine");

        assertThatThrownBy(() -> ControllerId.in(file)).hasMessageEndingWith("delete it to get a new one");
        assertThat(file).hasContent("mine");
    }

    @Test
    void theDatabaseStaysBelowTheHomeOfJenkins() {
        assertThat(HomePath.isInside("krate/krate.db")).isTrue();
        assertThat(HomePath.isInside("krate/../other.db")).isTrue();
        assertThat(HomePath.isInside("../krate.db")).isFalse();
        assertThat(HomePath.isInside("krate/../../krate.db")).isFalse();
        assertThat(HomePath.isInside("/var/krate.db")).isFalse();
        assertThat(HomePath.isInside("krate\u0000.db")).isFalse();
        assertThat(HomePath.isInside(".")).isFalse();
    }
}
