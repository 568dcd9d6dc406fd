package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup.Sandbox;
import ai.a5c.krate.runtime.Setup.Sandbox.Network;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** T05, T10: agents in a sandbox that try to reach more of the network than they may. */
class NetworkEscapesIT extends EscapeBench {

    @Test
    void itReachesNoNetworkNotEvenTheHostsOwn() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String call = "bash -c 'exec 3<>/dev/tcp/127.0.0.1/%d' 2>/dev/null && echo reached; "
                            .formatted(server.getLocalPort())
                    + "bash -c 'exec 3<>/dev/tcp/1.1.1.1/53' 2>/dev/null && echo reached; echo tried";

            assertThat(said(call)).containsExactly("tried");
            assertThat(texts(hear(trusted(call)))).contains("reached");
        }
    }

    @Test
    void allowedHostsAreReachedAndNoOther() throws IOException {
        try (HttpStandIn server = new HttpStandIn()) {
            ports.add(server.port());
            Heard heard = hear(untrusted(
                    List.of(
                            "bash",
                            "-c",
                            ask("good.test", server.port())
                                    + ask("bad.test", server.port())
                                    + ask("inside.test", server.port())),
                    new Sandbox(
                            false,
                            Network.HOSTS,
                            List.of("good.test", "inside.test"),
                            Sandbox.Files.WORKSPACE,
                            0,
                            0,
                            0)));

            assertThat(texts(heard).stream().filter(line -> line.startsWith("HTTP/1.1 ") || line.contains("hello")))
                    .containsExactly(
                            "HTTP/1.1 200 OK",
                            "hello from good.test:" + server.port(),
                            "HTTP/1.1 403 Forbidden",
                            "HTTP/1.1 403 Forbidden");
        }
    }

    @Test
    void withoutItsServerThereIsNoWayOutUntilTheNextOneLooks() throws IOException {
        try (HttpStandIn server = new HttpStandIn()) {
            ports.add(server.port());
            String loop = "while [ ! -e stop ]; do (" + ask("good.test", server.port())
                    + ") 2>/dev/null | grep -q hello && echo up || echo down; sleep 0.1; done";
            Session session = untrusted(
                    List.of("bash", "-c", loop),
                    new Sandbox(false, Network.HOSTS, List.of("good.test"), Sandbox.Files.WORKSPACE, 0, 0, 0));
            long up = await(session, 0, "up");
            egress.close(new SessionDirectory(
                    directory.resolve("sessions").toRealPath().resolve(session.id())));

            Path output = directory.resolve("sessions").resolve(session.id()).resolve("output");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> Files.readString(output).contains("down"));
            assertThat(await(session, Files.size(output), "up")).isGreaterThan(up);
            Files.createFile(workspace.resolve("stop"));
            assertThat(hear(session).end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    /** Lets an agent say what a host answers through the proxy, line by line. */
    private static String ask(String host, int port) {
        return "exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET http://%1$s:%2$d/ HTTP/1.1\\r\\nHost: evil\\r\\n\\r\\n' >&3; cat <&3; echo; "
                .formatted(host, port);
    }
}
