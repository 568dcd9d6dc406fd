package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T58: which hosts and addresses an agent in a sandbox may reach. */
class EgressRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.170",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::1",
                "2001:0:7f00:1::1",
                "2001:db8::1"
            })
    void itIsNotPublic(String address) throws UnknownHostException {
        assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2606:4700::1111", "2a00::1"})
    void itIsPublic(String address) throws UnknownHostException {
        assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.org, 443, true",
        "API.Example.ORG., 443, true",
        "api.example.org, 80, true",
        "api.example.org, 22, false",
        "example.org, 443, false",
        "a.b.wild.example.org, 443, true",
        "wild.example.org, 443, false",
        "evilwild.example.org, 443, false",
        "api.example.org.evil.net, 443, false",
        "xapi.example.org, 443, false"
    })
    void namesAreMatchedWhole(String host, int port, boolean allowed) {
        assertThat(rules("8.8.8.8").address(host, port).isPresent()).isEqualTo(allowed);
    }

    @Test
    void oneAddressThatIsNotPublicSpoilsTheName() {
        assertThat(rules("8.8.8.8", "1.1.1.1").address("api.example.org", 443)).isPresent();
        assertThat(rules("8.8.8.8", "169.254.169.254").address("api.example.org", 443))
                .isEmpty();
        assertThat(rules().address("api.example.org", 443)).isEmpty();
    }

    /** Decimal, short and hexadecimal spellings of loopback, resolved as the system does. */
    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "127.1", "0x7f000001", "localhost", "127.0.0.1", "::1"})
    void noSpellingOfLoopbackIsReached(String host) {
        assertThat(EgressRules.of(List.of("*")).address(host, 80)).isEmpty();
    }

    private static EgressRules rules(String... addresses) {
        return new EgressRules(
                List.of("api.example.org", "*.wild.example.org"),
                name -> {
                    InetAddress[] found = new InetAddress[addresses.length];
                    for (int i = 0; i < addresses.length; i++) {
                        found[i] = InetAddress.getByName(addresses[i]);
                    }
                    return found;
                },
                PublicAddresses::contains,
                Set.of(80, 443));
    }
}
