package ai.a5c.krate.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedTest {

    @TempDir
    Path data;

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private SelfSigned at(String address) {
        return new SelfSigned(data.resolve("tls"), address, () -> now);
    }

    @Test
    void itIsForThisMachineAndTheAddressAndSignsNoOthers() throws CertificateException {
        X509Certificate made = at("fd00::1").files().read().certificate();
        assertThat(made.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "fd00:0:0:0:0:0:0:1");
        assertThat(made.getBasicConstraints()).isEqualTo(-1);
        assertThat(made.getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofDays(825)));
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        PemFiles files = at("127.0.0.1").files();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(files.key().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void itIsUsedAgainUntilAMonthBeforeItsEnd() {
        Identity first = at("0.0.0.0").files().read();
        now = now.plus(Duration.ofDays(794));
        assertThat(at("::1").files().read()).isEqualTo(first);
        now = now.plus(Duration.ofDays(2));
        assertThat(at("::1").files().read()).isNotEqualTo(first);
    }

    @Test
    void anotherAddressOrALostKeyMakesANewOne() throws IOException {
        Identity first = at("::").files().read();
        Identity second = at("krate.example.org").files().read();
        assertThat(second).isNotEqualTo(first);
        assertThat(at("krate.example.org").files().read()).isEqualTo(second);
        Files.delete(at("krate.example.org").files().key());
        assertThat(at("krate.example.org").files().read()).isNotEqualTo(second);
    }
}
