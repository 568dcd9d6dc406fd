package ai.a5c.krate.runtime.process;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Tells addresses of the public network from those of this host, this link, this site, and of no host at all. */
final class PublicAddresses {

    private PublicAddresses() {}

    /** Whether an address may be reached from a sandbox; IPv4 addresses within IPv6 ones are judged as what they lead to. */
    static boolean contains(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? isPublic6(bytes) : isPublic4(bytes);
    }

    private static boolean isPublic4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        boolean shared = first == 100 && (second & 0xc0) == 64;
        boolean protocol = first == 192 && second == 0 && (third == 0 || third == 2);
        boolean benchmark = first == 198 && (second == 18 || second == 19);
        boolean example =
                (first == 198 && second == 51 && third == 100) || (first == 203 && second == 0 && third == 113);
        return first != 0 && first < 224 && !shared && !protocol && !benchmark && !example;
    }

    /** Global unicast alone, without what wraps an IPv4 address or is for documents. */
    private static boolean isPublic6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        boolean global = (first & 0xe000) == 0x2000;
        boolean wraps = first == 0x2002 || (first == 0x2001 && second < 0x0200);
        return global && !wraps && !(first == 0x2001 && second == 0x0db8);
    }
}
