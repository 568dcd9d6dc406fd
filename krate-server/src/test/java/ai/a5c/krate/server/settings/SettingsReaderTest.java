package ai.a5c.krate.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.server.settings.Settings.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {

    @TempDir
    Path directory;

    @Test
    void withoutAnythingTheServerListensAtThisMachineOnly() {
        Settings settings = SettingsReader.read(Map.of(), Map.of("PATH", "/bin"), Optional.empty());
        assertThat(settings)
                .isEqualTo(new Settings(
                        Path.of("krate-data"),
                        "127.0.0.1",
                        8080,
                        new Transport.Plain(),
                        Optional.empty(),
                        List.of("https", "http"),
                        "text"));
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file =
                Files.writeString(directory.resolve("krate.yaml"), "port: 1\nbind: a\ndata: d\ngit-schemes: [https]\n");
        Settings settings = SettingsReader.read(
                Map.of("port", "3"),
                Map.of("KRATE_PORT", "2", "KRATE_BIND", "b", "KRATE_TOKEN", "x"),
                Optional.of(file));
        assertThat(settings.port()).isEqualTo(3);
        assertThat(settings.bind()).isEqualTo("b");
        assertThat(settings.data()).isEqualTo(Path.of("d"));
        assertThat(settings.gitSchemes()).containsExactly("https");
    }

    @Test
    void aWrongSettingIsNamedWithWhereItCameFrom() {
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), Map.of("KRATE_PROT", "1"), Optional.empty()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("unknown setting 'prot' in the environment; did you mean 'port'?");
        assertThatThrownBy(() -> SettingsReader.read(Map.of("port", "99999"), Map.of(), Optional.empty()))
                .hasMessage("the setting 'port' must be a number from 0 to 65535, got '99999'");
        assertThatThrownBy(() -> SettingsReader.read(Map.of("git-schemes", "htps"), Map.of(), Optional.empty()))
                .hasMessageContaining("did you mean 'https'?");
    }

    @Test
    void aCertificateAndItsKeyGoTogether() {
        assertThat(SettingsReader.read(
                                Map.of("tls-certificate", "c.pem"), Map.of("KRATE_TLS_KEY", "k.pem"), Optional.empty())
                        .transport())
                .isEqualTo(new Transport.Certificate(Path.of("c.pem"), Path.of("k.pem")));
        assertThat(SettingsReader.read(Map.of("tls-self-signed", "true"), Map.of(), Optional.empty())
                        .transport())
                .isEqualTo(new Transport.SelfSigned());
        assertThatThrownBy(() -> SettingsReader.read(Map.of("tls-key", "k.pem"), Map.of(), Optional.empty()))
                .hasMessage("the settings 'tls-certificate' and 'tls-key' go together; 'tls-certificate' is missing");
        assertThatThrownBy(() -> SettingsReader.read(Map.of("tls-self-signed", "yes"), Map.of(), Optional.empty()))
                .hasMessage("the setting 'tls-self-signed' must be true or false, got 'yes'");
        Map<String, String> both = Map.of("tls-self-signed", "true", "tls-key", "k", "tls-certificate", "c");
        assertThatThrownBy(() -> SettingsReader.read(both, Map.of(), Optional.empty()))
                .hasMessage("give either 'tls-self-signed' or 'tls-certificate' with 'tls-key', not both");
    }

    @Test
    void aPasswordInTheUrlIsRefusedWithoutSayingIt() {
        Map<String, String> given = Map.of("database-url", "jdbc:postgresql://db/krate?password=hunter2");
        assertThatThrownBy(() -> SettingsReader.read(given, Map.of(), Optional.empty()))
                .hasMessage("the setting 'database-url' must hold no password; use database-password-file");
    }

    @Test
    void thePublicAddressIsOneThatLinksCanBeginWith() {
        assertThat(SettingsReader.read(Map.of("public-url", "https://krate.example/x"), Map.of(), Optional.empty())
                        .publicUrl())
                .contains(URI.create("https://krate.example/x"));
        assertThatThrownBy(() -> SettingsReader.read(
                        Map.of("public-url", "https://alice:secret@krate.example"), Map.of(), Optional.empty()))
                .hasMessage("the setting 'public-url' must be the address that people reach the console at, such as"
                        + " https://krate.example");
    }
}
