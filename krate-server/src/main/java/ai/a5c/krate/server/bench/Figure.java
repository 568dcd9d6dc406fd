package ai.a5c.krate.server.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One measured figure and its peer.
 *
 * @param size how many things were there while it was measured
 * @param p50 the median in microseconds
 * @param p99 the 99th percentile in microseconds
 * @param peer what it is compared with, in words
 * @param peerP50 the peer's median in microseconds
 */
record Figure(String name, long size, double p50, double p99, String peer, double peerP50) {

    static Figure of(String name, long size, Timings own, String peer, Timings other) {
        return new Figure(name, size, own.at(0.5), own.at(0.99), peer, other.at(0.5));
    }

    /** How many times the peer's time it takes. */
    double ratio() {
        return p50 / peerP50;
    }

    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        tree.put("size", size);
        tree.put("p50Micros", rounded(p50));
        tree.put("p99Micros", rounded(p99));
        tree.put("peer", peer);
        tree.put("peerP50Micros", rounded(peerP50));
        tree.put("ratio", rounded(ratio()));
        return tree;
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }
}
