package ai.a5c.krate.server.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A certificate that a server makes for itself, for trials and loopback; kept in a directory and renewed in time. */
public final class SelfSigned {

    /** How long one holds; the longest that all clients accept. */
    public static final Duration LIFE = Duration.ofDays(825);

    private static final Duration EARLY = Duration.ofDays(30);
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private final Path directory;
    private final Set<String> names;
    private final InstantSource clock;

    /**
     * One for this machine's own names and {@code address}.
     *
     * @param directory made if it is not there, for its owner alone
     * @param address an IP address or a host name; one that means every address adds nothing
     */
    public SelfSigned(Path directory, String address, InstantSource clock) {
        this.directory = directory;
        this.names = new TreeSet<>(List.of("localhost", "127.0.0.1", same("::1")));
        this.clock = clock;
        if (!EVERYWHERE.contains(address)) {
            names.add(same(address));
        }
    }

    /** The one way to write an IP address, or the name itself. */
    private static String same(String address) {
        try {
            return OwnCertificate.isAddress(address)
                    ? InetAddress.getByName(address).getHostAddress().replaceAll("%.*", "")
                    : address;
        } catch (UnknownHostException e) {
            throw new TlsException("'%s' is no IP address".formatted(address));
        }
    }

    /** The files, made anew if they are missing, near their end or for other names. */
    PemFiles files() {
        PemFiles files = new PemFiles(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
        if (!serves(files)) {
            make(files);
        }
        return files;
    }

    private boolean serves(PemFiles files) {
        if (!Files.exists(files.certificate()) || !Files.exists(files.key())) {
            return false;
        }
        try {
            X509Certificate found = files.read().certificate();
            Instant end = found.getNotAfter().toInstant();
            return clock.instant().isBefore(end.minus(EARLY)) && namesOf(found).containsAll(names);
        } catch (TlsException e) {
            return false;
        }
    }

    private static Set<String> namesOf(X509Certificate certificate) {
        try {
            Collection<List<?>> found =
                    Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.<List<?>>of());
            return found.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.toSet());
        } catch (CertificateException e) {
            return Set.of();
        }
    }

    private void make(PemFiles files) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Instant now = clock.instant();
            X509Certificate made = OwnCertificate.of(pair, names, now.minus(Duration.ofMinutes(5)), now.plus(LIFE));
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            write(files.key(), PemFiles.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
            write(files.certificate(), PemFiles.text(made));
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException("no certificate can be kept in %s: %s".formatted(directory, e));
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
