package ai.a5c.krate.server.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import nl.altindag.ssl.SSLFactory;

/** Which servers a client believes. */
public final class Trust {

    private Trust() {}

    /**
     * Those that the certificates in {@code file} vouch for, and no others.
     *
     * @throws TlsException if the file cannot be read or holds no certificate
     */
    public static SSLContext only(Path file) {
        return SSLFactory.builder()
                .withTrustMaterial(PemFiles.certificates(file).toArray(X509Certificate[]::new))
                .withProtocols(Tls.protocols())
                .build()
                .getSslContext();
    }
}
