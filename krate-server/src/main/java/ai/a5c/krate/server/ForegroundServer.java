package ai.a5c.krate.server;

import ai.a5c.krate.server.command.ServerStarter;
import ai.a5c.krate.server.command.Terminal;
import ai.a5c.krate.server.settings.Settings;
import ai.a5c.krate.server.tls.Tls;
import ai.a5c.krate.server.tls.TlsException;
import ai.a5c.krate.store.StoreUnavailableException;
import io.javalin.util.JavalinException;
import java.util.concurrent.CountDownLatch;

/** Runs a server until the process is told to end; agents at work go on and are taken up at the next start. */
final class ForegroundServer implements ServerStarter {

    @Override
    public int serve(Settings settings, Terminal terminal) {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (RunningServer server = RunningServer.start(settings)) {
            server.firstToken().ifPresent(token -> {
                terminal.out().println("The administrator's token, shown this once:");
                terminal.out().println(token);
            });
            server.tls().ifPresent(tls -> terminal.out().println(certificate(tls)));
            terminal.out().println("Krate listens at " + server.url());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                told.countDown();
                awaitQuietly(stopped);
            }));
            told.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DataDirectoryException | StoreUnavailableException | TlsException | JavalinException e) {
            terminal.err().println("krate: the server did not start: " + reason(e));
            return 1;
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private static String certificate(Tls tls) {
        String proof = "The certificate's SHA-256 fingerprint: " + tls.fingerprint();
        return tls.isTrial()
                ? proof + System.lineSeparator() + "Clients trust it with KRATE_CA=" + tls.source()
                : proof;
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e.getCause();
        return e.getMessage() + (cause == null ? "" : " (%s)".formatted(cause.getMessage()));
    }

    private static void awaitQuietly(CountDownLatch stopped) {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
