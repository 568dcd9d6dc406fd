package ai.a5c.krate.server.console;

import ai.a5c.krate.server.console.ConsoleServer.Filling;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An organization with nothing in it, in a real browser. */
class EmptyPagesIT {

    private final ConsoleServer server = new ConsoleServer(Filling.NOTHING);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void emptyPagesSayWhatWouldBeThereAndHowItComes() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/rules");
            person.sees("No rules yet", "krate apply --org acme -f rule.yaml");
            person.picture("rules-none");
            person.go("/rules?state=paused");
            person.sees("No rule is paused");
            person.go("/stacks");
            person.sees("No stacks yet");
            person.go("/deliveries");
            person.sees("No deliveries yet");
            person.go("/permissions");
            person.sees("Nobody holds a role here.");
            person.go("/identities");
            person.sees("Agents", "None.");
            person.go("/secrets");
            person.sees("There is no secret, and nobody names one.");
        }
    }
}
