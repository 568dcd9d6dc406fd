package ai.a5c.krate.config.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.config.ConfigSource.ConfigMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalConfigMapsTest {

    @TempDir
    Path data;

    @Test
    void textsAndTheirNamesAreReadFromFiles() throws IOException {
        write("acme/settings/region", "eu-1\n");
        write("acme/settings/zones.yaml", "a");
        write("other/settings/secret", "foreign");
        LocalConfigMaps configs = new LocalConfigMaps(data);
        ConfigMetadata metadata = configs.metadata("acme", "settings").orElseThrow();
        assertThat(metadata.keys()).containsExactlyInAnyOrder("region", "zones.yaml");
        assertThat(metadata.namespace() + "/" + metadata.name()).isEqualTo("acme/settings");
        assertThat(configs.text("acme", "settings", "region")).contains("eu-1\n");
        assertThat(configs.text("acme", "settings", "zone")).isEmpty();
        assertThat(configs.metadata("acme", "nothing")).isEmpty();
        assertThat(configs.metadata("nobody", "settings")).isEmpty();
    }

    @Test
    void theVersionChangesWithEachTextAndOnlyThen() throws IOException {
        write("acme/settings/region", "eu-1");
        String first = version();
        assertThat(version()).isEqualTo(first);
        write("acme/settings/region", "eu-2");
        String second = version();
        write("acme/settings/zone", "a");
        assertThat(List.of(first, second, version())).doesNotHaveDuplicates();
    }

    @Test
    void whatHasNoNameOfAConfigMapIsNotThere() throws IOException {
        write("acme/settings/region", "eu-1");
        LocalConfigMaps configs = new LocalConfigMaps(data);
        for (String hostile : List.of("", ".", "..", "../acme", "acme/settings", "/", "A", "a\0b", "\u00e4")) {
            assertThat(configs.metadata(hostile, "settings")).isEmpty();
            assertThat(configs.metadata("acme", hostile)).isEmpty();
            assertThat(configs.text("acme", "settings", hostile)).isEmpty();
        }
    }

    @Test
    void linksAndHugeFilesAreNotFollowed() throws IOException {
        Path outside = Files.writeString(data.resolve("outside"), "passwd");
        write("acme/settings/region", "eu-1");
        Files.createSymbolicLink(data.resolve("configmaps/acme/settings/link"), outside);
        Files.write(data.resolve("configmaps/acme/settings/huge"), new byte[1024 * 1024 + 1]);
        Files.createSymbolicLink(data.resolve("configmaps/acme/linked"), data.resolve("configmaps/acme/settings"));
        LocalConfigMaps configs = new LocalConfigMaps(data);
        assertThat(configs.metadata("acme", "settings").map(ConfigMetadata::keys))
                .isEqualTo(Optional.of(Set.of("region")));
        assertThat(configs.text("acme", "settings", "link")).isEmpty();
        assertThat(configs.metadata("acme", "linked")).isEmpty();
    }

    private String version() {
        return new LocalConfigMaps(data)
                .metadata("acme", "settings")
                .orElseThrow()
                .version();
    }

    private void write(String path, String text) throws IOException {
        Path file = data.resolve("configmaps").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
