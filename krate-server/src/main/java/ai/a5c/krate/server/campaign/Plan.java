package ai.a5c.krate.server.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a campaign is to be.
 *
 * @param length how long there is load and trouble
 * @param drain how long everything may take to come to rest afterwards
 * @param open how many requests may be under way at once
 * @param lease how long a server's claims last
 * @param logs where to keep what the servers wrote and stored, with the agents' ledger
 */
record Plan(Duration length, Duration drain, int servers, int open, Duration lease, long seed, Optional<Path> logs) {}
