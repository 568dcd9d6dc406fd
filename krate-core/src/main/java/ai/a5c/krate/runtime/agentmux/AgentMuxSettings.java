package ai.a5c.krate.runtime.agentmux;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Which gateway is spoken to, and how patiently.
 *
 * @param gateway its base address, {@code http} or {@code https}, without user, query or fragment
 * @param token asked for at every call, never kept
 * @param prices what a model's tokens cost, by the beginning of its name; without one only tokens are reported
 */
public record AgentMuxSettings(URI gateway, Supplier<String> token, Timing timing, Map<String, Price> prices) {

    public AgentMuxSettings {
        String scheme = gateway.getScheme() == null ? "" : gateway.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || gateway.getHost() == null) {
            throw new IllegalArgumentException(
                    "an Agent Mux gateway has an address such as https://mux.example:7878, got " + scheme + "://...");
        }
        if (gateway.getRawUserInfo() != null || gateway.getRawQuery() != null || gateway.getRawFragment() != null) {
            throw new IllegalArgumentException("the gateway's address must not carry a user, a query or a fragment");
        }
        prices = Map.copyOf(prices);
    }

    /** In the usual timing, without prices. */
    public AgentMuxSettings(URI gateway, Supplier<String> token) {
        this(gateway, token, Timing.USUAL, Map.of());
    }

    /** The same in another timing. */
    public AgentMuxSettings in(Timing other) {
        return new AgentMuxSettings(gateway, token, other, prices);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AgentMuxSettings[" + gateway + "]";
    }

    /**
     * How long things may take.
     *
     * @param hello until a new connection is greeted
     * @param request until an answer over HTTP; the gateway spends seconds on the token alone
     * @param ping between two signs of life; two missing ones end a connection
     * @param firstPause before the first reconnection, doubled each time
     * @param longestPause between two reconnections
     * @param poll after which silence the run's state is asked for
     * @param settle how long a launch of a dead process may still be on its way
     * @param margin how long before its deadline a question is answered at the latest
     * @param orphan after which silence a run is given up that the gateway calls running since it came back
     * @param grace how long the gateway has, beyond a limit, to hold it by itself
     */
    public record Timing(
            Duration hello,
            Duration request,
            Duration ping,
            Duration firstPause,
            Duration longestPause,
            Duration poll,
            Duration settle,
            Duration margin,
            Duration orphan,
            Duration grace) {

        /** What suits a real gateway. */
        public static final Timing USUAL = new Timing(
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                Duration.ofSeconds(22),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofSeconds(20),
                Duration.ofSeconds(2),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30));
    }

    /** US dollars for a million tokens of each kind. */
    public record Price(double input, double output, double cachedInput) {}
}
