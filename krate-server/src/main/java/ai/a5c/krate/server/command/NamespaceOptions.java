package ai.a5c.krate.server.command;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command finds the namespace that it works in. */
final class NamespaceOptions {

    @Mixin
    final ServerOptions server = new ServerOptions();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "The namespace; else that of the organization.")
    Optional<String> namespace = Optional.empty();

    Face face(Terminal terminal, boolean everywhere) {
        ApiClient client = server.client(terminal);
        return new Face(client, everywhere ? Optional.empty() : Optional.of(place(terminal, client)));
    }

    String place(Terminal terminal, ApiClient client) {
        return namespace.orElseGet(() -> namespaceOf(client, server.organization(terminal)));
    }

    private static String namespaceOf(ApiClient client, String organization) {
        Map<String, Object> answer = client.get("/api/orgs/" + ApiClient.encoded(organization));
        return Output.at(answer, ".namespace");
    }
}
