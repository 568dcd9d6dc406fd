package ai.a5c.krate.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {

    @TempDir
    Path directory;

    private Pem pem;

    @BeforeEach
    void here() {
        pem = new Pem(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void aKeyOfAnyFormIsReadWithItsCertificate(String algorithm) throws GeneralSecurityException, IOException {
        KeyPair pair = Pem.pair(algorithm);
        Path certificate = pem.certificate("a", pair);
        for (Path key : new Path[] {pem.traditional("a", pair), pem.pkcs8("a", pair)}) {
            Identity identity = new PemFiles(certificate, key).read();
            assertThat(identity.certificate().getPublicKey().getEncoded())
                    .isEqualTo(pair.getPublic().getEncoded());
        }
    }

    @Test
    void certificateAndKeyMayShareAFile() throws GeneralSecurityException, IOException {
        PemFiles files = pem.files("a");
        Path both = Files.writeString(
                directory.resolve("both.pem"), Files.readString(files.key()) + Files.readString(files.certificate()));
        assertThat(new PemFiles(both, both).read()).isEqualTo(files.read());
    }

    @Test
    void aKeyThatDoesNotFitIsNamed() throws GeneralSecurityException, IOException {
        Path certificate = pem.files("a").certificate();
        for (Path key : new Path[] {pem.files("b").key(), pem.traditional("c", Pem.pair("RSA"))}) {
            assertThatThrownBy(() -> new PemFiles(certificate, key).read())
                    .isInstanceOf(TlsException.class)
                    .hasMessage("the key in %s does not belong to the first certificate in %s", key, certificate);
        }
    }

    @Test
    void anEncryptedKeyIsRefusedWithTheWayOut()
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair pair = Pem.pair("EC");
        PemFiles files = new PemFiles(pem.certificate("a", pair), pem.encrypted("a", pair));
        assertThatThrownBy(files::read)
                .hasMessage(
                        "the key in %s is encrypted, and a server has nobody to ask for the passphrase;"
                                + " give it one that is not: openssl pkey -in KEY -out KEY.plain",
                        files.key());
    }

    @Test
    void aFileThatIsMissingOrSomethingElseIsNamed() throws GeneralSecurityException, IOException {
        PemFiles files = pem.files("a");
        Path missing = directory.resolve("none.pem");
        assertThatThrownBy(() -> new PemFiles(missing, files.key()).read()).hasMessage("there is no file %s", missing);
        assertThatThrownBy(() -> new PemFiles(directory, files.key()).read())
                .hasMessage("%s cannot be read", directory);
        assertThatThrownBy(() -> new PemFiles(files.key(), files.key()).read())
                .hasMessage("%s holds no certificate in PEM form", files.key());
        assertThatThrownBy(() -> new PemFiles(files.certificate(), files.certificate()).read())
                .hasMessage("%s holds no private key in PEM form", files.certificate());
        Path noise = Files.writeString(
                directory.resolve("noise"), "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> PemFiles.certificates(noise)).hasMessage("%s holds no certificate in PEM form", noise);
        Path huge = Files.writeString(directory.resolve("huge"), "x".repeat(1024 * 1024 + 1));
        assertThatThrownBy(() -> PemFiles.certificates(huge)).hasMessage("%s has more than 1048576 bytes", huge);
    }
}
