package ai.a5c.krate.runtime.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** Hands bytes on between two connections, both ways, until either ends. */
final class Relay {

    private static final int PIECE = 16 * 1024;

    private Relay() {}

    /** Returns when {@code one} has ended and {@code other} too; closes neither. */
    static void between(ByteChannel one, ByteChannel other) {
        Thread back = new Thread(() -> copy(other, one), "krate-egress-back");
        back.setDaemon(true);
        back.start();
        copy(one, other);
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What ends one direction ends the other one, since agents speak with hosts in questions and answers. */
    private static void copy(ByteChannel from, ByteChannel to) {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try {
            while (from.read(piece) >= 0) {
                piece.flip();
                while (piece.hasRemaining()) {
                    to.write(piece);
                }
                piece.clear();
            }
        } catch (IOException e) {
            // the connection has ended
        } finally {
            close(from);
            close(to);
        }
    }

    static void close(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            // it is of no use any more in any case
        }
    }
}
