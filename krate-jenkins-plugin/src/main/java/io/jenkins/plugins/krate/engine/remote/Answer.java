package io.jenkins.plugins.krate.engine.remote;

import java.time.Duration;

/**
 * What a server answered; the bytes are nobody else's.
 *
 * @param retryAfter how long it asks to be left alone; zero if it did not say
 */
@SuppressWarnings("ArrayRecordComponent")
record Answer(int status, byte[] body, Duration retryAfter) {

    boolean isGood() {
        return status >= 200 && status < 300;
    }
}
