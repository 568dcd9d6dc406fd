package ai.a5c.krate.server.http;

import ai.a5c.krate.server.tls.Tls;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Where a server listens and how.
 *
 * @param port 0 for a free one
 * @param tls plain HTTP without it
 */
public record Listener(String address, int port, Optional<Tls> tls) {

    private static final int IDLE_MILLIS = 30_000;
    private static final int MOST_CONNECTIONS = 8_192;
    private static final long STRICT_SECONDS = Duration.ofDays(365).toSeconds();

    ServerConnector connector(Server server, HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(16 * 1024);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector = tls.map(identity -> encrypted(server, plain, identity))
                .orElseGet(() -> new ServerConnector(server, plain));
        connector.setHost(address);
        connector.setPort(port);
        connector.setAcceptQueueSize(1024);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        return connector;
    }

    private static ServerConnector encrypted(Server server, HttpConnectionFactory plain, Tls tls) {
        plain.getHttpConfiguration().addCustomizer(secured(tls));
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setSslContext(tls.context());
        context.setIncludeProtocols(Tls.protocols());
        return new ServerConnector(server, new SslConnectionFactory(context, plain.getProtocol()), plain);
    }

    /** One server has one certificate, so no name is asked for; a trial's must not bind a browser to HTTPS. */
    private static SecureRequestCustomizer secured(Tls tls) {
        SecureRequestCustomizer secured = new SecureRequestCustomizer(false);
        if (!tls.isTrial()) {
            secured.setStsMaxAge(STRICT_SECONDS);
        }
        return secured;
    }
}
