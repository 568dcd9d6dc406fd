package ai.a5c.krate.server.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.X509ExtendedKeyManager;
import nl.altindag.ssl.util.KeyManagerUtils;

/** Certificates and the key that belongs to the first of them. */
record Identity(List<X509Certificate> chain, PrivateKey key) {

    Identity {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    X509ExtendedKeyManager keys() {
        return KeyManagerUtils.createKeyManager("krate", key, chain.toArray(Certificate[]::new));
    }

    /** SHA-256 over the certificate as browsers show it: pairs of hexadecimal digits between colons. */
    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new TlsException("the certificate cannot be encoded");
        }
    }

    boolean signsAsItsCertificate() throws GeneralSecurityException {
        byte[] probe = "krate".getBytes(StandardCharsets.UTF_8);
        Signature signing = Signature.getInstance(algorithm(key));
        signing.initSign(key);
        signing.update(probe);
        Signature checking = Signature.getInstance(algorithm(key));
        checking.initVerify(certificate().getPublicKey());
        checking.update(probe);
        return checking.verify(signing.sign());
    }

    /** How a key signs. */
    static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm().toUpperCase(Locale.ROOT)) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "Identity[" + fingerprint(certificate()) + "]";
    }
}
