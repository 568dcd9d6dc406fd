package ai.a5c.krate.server.campaign;

import java.time.Duration;

/**
 * What a campaign is to be.
 *
 * @param length how long there is load and trouble
 * @param drain how long everything may take to come to rest afterwards
 * @param lease how long a server's claims last
 */
record Plan(Duration length, Duration drain, int servers, Duration lease, long seed) {}
