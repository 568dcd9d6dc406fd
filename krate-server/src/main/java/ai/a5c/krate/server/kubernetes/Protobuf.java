package ai.a5c.krate.server.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the few protobuf messages that {@code kubectl} sends without asking whether they are understood: access reviews,
 * in the envelope of Kubernetes ({@code k8s\0} and a {@code runtime.Unknown}). Only fields of bytes and text are read.
 */
final class Protobuf {

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final int RAW = 2;
    private static final byte[] NONE = new byte[0];

    private final byte[] bytes;
    private int at;

    private Protobuf(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The message in an envelope.
     *
     * @throws Refusal 400 if it is none
     */
    static byte[] message(byte[] envelope) {
        if (envelope.length < MAGIC.length || !Arrays.equals(Arrays.copyOf(envelope, MAGIC.length), MAGIC)) {
            throw broken();
        }
        return field(Arrays.copyOfRange(envelope, MAGIC.length, envelope.length), RAW);
    }

    /** The text of the field of that number; empty if the message has none. */
    static String text(byte[] message, int number) {
        return new String(field(message, number), StandardCharsets.UTF_8);
    }

    /** The bytes of the field of that number, the last if there are several; empty if the message has none. */
    static byte[] field(byte[] message, int number) {
        Protobuf reader = new Protobuf(message);
        byte[] found = NONE;
        while (reader.at < message.length) {
            long tag = reader.varint();
            byte[] value = reader.value((int) (tag & 7));
            if (tag >>> 3 == number && (tag & 7) == 2) {
                found = value;
            }
        }
        return found;
    }

    private byte[] value(int wireType) {
        return switch (wireType) {
            case 0 -> {
                varint();
                yield NONE;
            }
            case 1 -> take(8);
            case 2 -> take(varint());
            case 5 -> take(4);
            default -> throw broken();
        };
    }

    private byte[] take(long length) {
        if (length < 0 || length > bytes.length - at) {
            throw broken();
        }
        byte[] taken = Arrays.copyOfRange(bytes, at, at + (int) length);
        at += (int) length;
        return taken;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64 && at < bytes.length; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw broken();
    }

    private static Refusal broken() {
        return Status.badRequest("the body is no protobuf message that can be read; send application/json")
                .refusal();
    }
}
