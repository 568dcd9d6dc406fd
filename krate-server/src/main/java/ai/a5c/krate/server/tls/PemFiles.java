package ai.a5c.krate.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import nl.altindag.ssl.exception.GenericException;
import nl.altindag.ssl.pem.util.PemUtils;

/**
 * The two files that a server's identity is kept in.
 *
 * @param certificate the server's own certificate first, then those that lead to its authority
 * @param key PKCS#8, or PKCS#1 for RSA, or SEC 1 for elliptic curves; not encrypted
 */
public record PemFiles(Path certificate, Path key) {

    private static final int MOST_BYTES = 1024 * 1024;

    /**
     * What the files hold now.
     *
     * @throws TlsException if a file cannot be read or holds something else, or the key belongs to another certificate
     */
    Identity read() {
        List<X509Certificate> chain = certificates(certificate);
        Identity identity = new Identity(chain, privateKey(key));
        if (!fits(identity)) {
            throw new TlsException(
                    "the key in %s does not belong to the first certificate in %s".formatted(key, certificate));
        }
        return identity;
    }

    /**
     * The certificates in a file.
     *
     * @throws TlsException if it cannot be read or holds none
     */
    public static List<X509Certificate> certificates(Path file) {
        String text = text(file);
        try {
            List<X509Certificate> found =
                    text.contains("-----BEGIN ") ? PemUtils.parseCertificate(text) : List.<X509Certificate>of();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (GenericException | IllegalArgumentException | IllegalStateException e) {
            throw noCertificate(file);
        }
        throw noCertificate(file);
    }

    /** A certificate in PEM form. */
    public static String text(X509Certificate certificate) {
        try {
            return text("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new TlsException("the certificate cannot be encoded");
        }
    }

    static String text(String type, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type);
    }

    private static TlsException noCertificate(Path file) {
        return new TlsException("%s holds no certificate in PEM form".formatted(file));
    }

    private static PrivateKey privateKey(Path file) {
        String text = text(file);
        if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new TlsException(
                    "the key in %s is encrypted, and a server has nobody to ask for the passphrase;".formatted(file)
                            + " give it one that is not: openssl pkey -in KEY -out KEY.plain");
        }
        try {
            return PemUtils.parsePrivateKey(text);
        } catch (GenericException | IllegalArgumentException | IllegalStateException e) {
            throw new TlsException("%s holds no private key in PEM form".formatted(file));
        }
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new TlsException("%s has more than %d bytes".formatted(file, MOST_BYTES));
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new TlsException(
                    Files.exists(file) ? "%s cannot be read".formatted(file) : "there is no file %s".formatted(file));
        }
    }

    private static boolean fits(Identity identity) {
        try {
            return identity.signsAsItsCertificate();
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
