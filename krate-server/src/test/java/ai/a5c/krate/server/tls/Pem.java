package ai.a5c.krate.server.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** Makes PEM files of every form that servers are given. */
public final class Pem {

    private final Path directory;

    public Pem(Path directory) {
        this.directory = directory;
    }

    static KeyPair pair(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider());
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        return generator.generateKeyPair();
    }

    /** A certificate for this machine and its key in new files called {@code name}. */
    public PemFiles files(String name) throws IOException, GeneralSecurityException {
        KeyPair pair = pair("EC");
        return new PemFiles(certificate(name, pair), traditional(name, pair));
    }

    Path certificate(String name, KeyPair pair) throws IOException, GeneralSecurityException {
        Instant now = Instant.now();
        return write(
                name + ".crt",
                OwnCertificate.of(
                        pair, List.of("localhost", "127.0.0.1"), now.minusSeconds(60), now.plus(Duration.ofDays(1))));
    }

    /** PKCS#1 or SEC 1. */
    Path traditional(String name, KeyPair pair) throws IOException {
        return write(name + ".key", pair.getPrivate());
    }

    Path pkcs8(String name, KeyPair pair) throws IOException {
        return write(name + ".p8", new JcaPKCS8Generator(pair.getPrivate(), null));
    }

    Path encrypted(String name, KeyPair pair) throws IOException, OperatorCreationException {
        return write(
                name + ".p8",
                new JcaPKCS8Generator(
                        pair.getPrivate(),
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                .setProvider(new BouncyCastleProvider())
                                .setPassword("secret".toCharArray())
                                .build()));
    }

    private Path write(String name, Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return Files.writeString(directory.resolve(name), text.toString());
    }
}
