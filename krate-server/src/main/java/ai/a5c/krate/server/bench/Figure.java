package ai.a5c.krate.server.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One measured figure and its peer.
 *
 * @param size how many things were there, or were done at once, while it was measured
 * @param p50 the median
 * @param p99 the 99th percentile
 * @param peer what it is compared with, in words
 * @param peerP50 the peer's median; where it tells no median, its average
 * @param perSecond how many were done in a second; 0 where that is not measured
 * @param peerPerSecond how many the peer did in a second
 * @param unit what its numbers count, {@code micros} or {@code bytes}
 */
record Figure(
        String name,
        long size,
        double p50,
        double p99,
        String peer,
        double peerP50,
        double perSecond,
        double peerPerSecond,
        String unit) {

    private static final String MICROS = "micros";

    static Figure of(String name, long size, Timings own, String peer, Timings other) {
        return of(name, size, own, peer, other.at(0.5));
    }

    static Figure of(String name, long size, Timings own, String peer, double otherP50) {
        return new Figure(name, size, own.at(0.5), own.at(0.99), peer, otherP50, 0, 0, MICROS);
    }

    /** The same with how many were done in a second. */
    Figure at(double own, double other) {
        return new Figure(name, size, p50, p99, peer, peerP50, own, other, unit);
    }

    /** A figure of memory, which is measured once. */
    static Figure bytes(String name, long size, double own, String peer, double other) {
        return new Figure(name, size, own, own, peer, other, 0, 0, "bytes");
    }

    boolean isTime() {
        return unit.equals(MICROS);
    }

    /** How many times what the peer takes it takes; of what is counted by the second, the time that one took of it. */
    double ratio() {
        return perSecond > 0 ? peerPerSecond / perSecond : p50 / peerP50;
    }

    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        tree.put("size", size);
        tree.put("unit", unit);
        tree.put("p50", rounded(p50));
        tree.put("p99", rounded(p99));
        tree.put("peer", peer);
        tree.put("peerP50", rounded(peerP50));
        tree.put("ratio", rounded(ratio()));
        if (perSecond > 0) {
            tree.put("perSecond", rounded(perSecond));
            tree.put("peerPerSecond", rounded(peerPerSecond));
        }
        return tree;
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }
}
