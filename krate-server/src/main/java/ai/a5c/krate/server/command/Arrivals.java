package ai.a5c.krate.server.command;

import static java.util.stream.Collectors.toSet;

import ai.a5c.krate.gitea.Finding;
import ai.a5c.krate.gitea.Finding.Grade;
import ai.a5c.krate.gitea.GiteaSetup;
import ai.a5c.krate.gitea.HookOrder;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether a forge reaches the server, seen from the calls that arrived; what the server found at the forge by itself, or
 * read once more, is none.
 *
 * @param deliveries the path of the newest deliveries
 * @param subscription by which they come in
 */
record Arrivals(ApiClient client, String deliveries, String subscription) {

    private static final long POLL_MILLIS = 250;
    private static final String CHECK = "delivery";

    static Arrivals of(ServerOptions options, Terminal terminal, Face face, String subscription) {
        return new Arrivals(face.client(), options.agents(terminal) + "/deliveries?limit=100", subscription);
    }

    private List<Map<?, ?>> newest() {
        return Output.items(client.get(deliveries)).stream()
                .filter(delivery -> Output.at(delivery, ".spec.subscription").equals(subscription))
                .filter(delivery -> !Output.at(delivery, ".spec.deliveryId").startsWith("polled-"))
                .filter(delivery -> Output.at(delivery, ".spec.replayOf").isEmpty())
                .toList();
    }

    private static Set<String> names(List<Map<?, ?>> deliveries) {
        return deliveries.stream()
                .map(delivery -> Output.at(delivery, ".metadata.name"))
                .collect(toSet());
    }

    /** When the forge called last; says nothing of whether it still can. */
    Finding seen() {
        return newest().stream()
                .findFirst()
                .map(last -> new Finding(
                        CHECK, Grade.GOOD, "the forge called last at " + Output.at(last, ".spec.receivedAt"), ""))
                .orElseGet(() -> new Finding(
                        CHECK,
                        Grade.DOUBTFUL,
                        "none of the newest deliveries is a call of the forge",
                        "let it call: krate doctor --ping"));
    }

    /** Has the forge call its hook, and waits. */
    Finding asked(GiteaSetup setup, Forge forge, HookOrder hook, Duration most) {
        Set<String> before = names(newest());
        if (!setup.test(forge, hook)) {
            return new Finding(
                    CHECK,
                    Grade.DOUBTFUL,
                    "Gitea can test hooks of repositories only, so it is not known whether it reaches the server",
                    "comment on an issue, then look: krate deliveries list");
        }
        return arrives(before, most)
                ? new Finding(CHECK, Grade.GOOD, "the forge reaches the server at " + hook.url(), "")
                : new Finding(
                        CHECK,
                        Grade.BAD,
                        "the forge was asked to call %s and nothing arrived in %d seconds"
                                .formatted(hook.url(), most.toSeconds()),
                        "let the forge call that address: its network, its certificates, and in Gitea's app.ini"
                                + " [webhook] ALLOWED_HOST_LIST (private addresses must be named); or give another one with"
                                + " --krate-url");
    }

    private boolean arrives(Set<String> before, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (before.containsAll(names(newest()))) {
                if (System.nanoTime() > end || never.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
