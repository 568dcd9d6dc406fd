package ai.a5c.krate.server.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate that vouches for itself and for nothing else: it cannot sign others. */
final class OwnCertificate {

    private static final X500Name SUBJECT = new X500Name("CN=Krate");

    private OwnCertificate() {}

    static X509Certificate of(KeyPair pair, Collection<String> names, Instant from, Instant until)
            throws GeneralSecurityException {
        BigInteger serial = new BigInteger(120, new SecureRandom()).add(BigInteger.ONE);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                SUBJECT, serial, Date.from(from), Date.from(until), SUBJECT, pair.getPublic());
        try {
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            ContentSigner signer =
                    new JcaContentSignerBuilder(Identity.algorithm(pair.getPrivate())).build(pair.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException("the certificate cannot be made", e);
        }
    }

    private static GeneralNames alternatives(Collection<String> names) {
        return new GeneralNames(names.stream().map(OwnCertificate::alternative).toArray(GeneralName[]::new));
    }

    private static GeneralName alternative(String name) {
        return new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9.]+");
    }
}
