package ai.a5c.krate.server.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.X509ExtendedKeyManager;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.util.KeyManagerUtils;
import nl.altindag.ssl.util.SSLSessionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's identity that follows its files: what is new in them counts from the next handshake on. */
public final class Tls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Supplier<PemFiles> files;
    private final boolean trial;
    private final SSLFactory factory;
    private final ScheduledExecutorService clock;
    private Identity identity;
    private String problem = "";

    private Tls(Supplier<PemFiles> files, boolean trial) {
        this.files = files;
        this.trial = trial;
        this.identity = files.get().read();
        this.factory = SSLFactory.builder()
                .withSwappableIdentityMaterial()
                .withIdentityMaterial(identity.keys())
                .withProtocols(protocols())
                .build();
        this.clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "krate-tls");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The identity in {@code files}, looked at again every few seconds.
     *
     * @throws TlsException if the files cannot be used
     */
    public static Tls of(PemFiles files) {
        return new Tls(() -> files, false).looking();
    }

    /**
     * An identity that the server made for itself, renewed before it ends.
     *
     * @throws TlsException if it cannot be kept
     */
    public static Tls trial(SelfSigned made) {
        return new Tls(made::files, true).looking();
    }

    private Tls looking() {
        Future<?> unused =
                clock.scheduleWithFixedDelay(this::look, LOOK.toSeconds(), LOOK.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    private void look() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.error("the certificate's files cannot be looked at", e);
        }
    }

    /** The versions of the protocol that are spoken. */
    public static String[] protocols() {
        return new String[] {"TLSv1.3", "TLSv1.2"};
    }

    /** Takes up what the files hold now; keeps what it has if they cannot be used. */
    public synchronized void refresh() {
        try {
            Identity found = files.get().read();
            problem = "";
            if (!found.equals(identity)) {
                take(found);
            }
        } catch (TlsException e) {
            complainOnce(String.valueOf(e.getMessage()));
        }
    }

    private void take(Identity found) {
        X509ExtendedKeyManager keys = factory.getKeyManager().orElseThrow();
        KeyManagerUtils.swapKeyManager(keys, found.keys());
        SSLSessionContext sessions = factory.getSslContext().getServerSessionContext();
        SSLSessionUtils.invalidateCaches(sessions);
        identity = found;
        LOG.info("the certificate {} is used from now on", fingerprint());
    }

    private void complainOnce(String message) {
        if (!message.equals(problem)) {
            LOG.warn("{}; the former certificate stays in use", message);
            problem = message;
        }
    }

    /** For whoever opens the socket. */
    public SSLContext context() {
        return factory.getSslContext();
    }

    /** Whether the certificate is one that the server made for itself. */
    public boolean isTrial() {
        return trial;
    }

    /** SHA-256 over the certificate in use: pairs of hexadecimal digits between colons. */
    public synchronized String fingerprint() {
        return Identity.fingerprint(identity.certificate());
    }

    /** The file that the certificate came from. */
    public Path source() {
        return files.get().certificate();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
