package ai.a5c.krate.runtime.process;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which hosts an agent in a sandbox may reach.
 *
 * @param hosts names; {@code *.example.org} is every name below, {@code *} every name
 * @param names finds the addresses of a name
 * @param open whether an address may be connected to
 * @param ports that may be connected to
 */
record EgressRules(List<String> hosts, Names names, Predicate<InetAddress> open, Set<Integer> ports) {

    private static final Set<Integer> WEB = Set.of(80, 443);

    EgressRules {
        hosts = hosts.stream().map(EgressRules::plain).toList();
    }

    static EgressRules of(List<String> hosts) {
        return new EgressRules(hosts, InetAddress::getAllByName, PublicAddresses::contains, WEB);
    }

    /** The address to connect to; empty if the host is not allowed, or one of its addresses is not public. */
    Optional<InetAddress> address(String host, int port) {
        String name = plain(host);
        if (!ports.contains(port) || hosts.stream().noneMatch(pattern -> matches(pattern, name))) {
            return Optional.empty();
        }
        try {
            InetAddress[] found = names.find(name);
            return Stream.of(found).allMatch(open) ? Stream.of(found).findFirst() : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean matches(String pattern, String name) {
        if (pattern.equals("*")) {
            return true;
        }
        return pattern.startsWith("*.") ? name.endsWith(pattern.substring(1)) : name.equals(pattern);
    }

    private static String plain(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Finds addresses. */
    interface Names {

        InetAddress[] find(String name) throws UnknownHostException;
    }
}
