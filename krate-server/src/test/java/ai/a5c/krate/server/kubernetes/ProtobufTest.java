package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.testkit.Seeds;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ProtobufTest {

    /** What kubectl 1.32 sends for {@code auth whoami}. */
    private static final byte[] WHO_AM_I = HexFormat.of()
            .parseHex("6b3873000a2b0a1861757468656e7469636174696f6e2e6b38732e696f2f7631120f"
                    + "53656c665375626a6563745265766965772204");

    @Test
    void textIsFoundByItsNumber() {
        byte[] message =
                HexFormat.of().parseHex("0a0161" + "1205" + "68656c6c6f" + "1896 01".replace(" ", "") + "120162");
        assertThat(Protobuf.text(message, 1)).isEqualTo("a");
        assertThat(Protobuf.text(message, 2)).isEqualTo("b");
        assertThat(Protobuf.text(message, 3)).isEmpty();
        assertThat(Protobuf.text(message, 9)).isEmpty();
    }

    @Test
    void whatIsNoMessageIsRefused() {
        for (String hex : new String[] {"", "00", "6b387301", "6b3873000a05", "6b387300ff", "6b3873000b"}) {
            assertThatThrownBy(() -> Protobuf.message(HexFormat.of().parseHex(hex)))
                    .as(hex)
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void noBytesDoMoreThanBeRefused() {
        Seeds.forAll(2_000, random -> {
            byte[] bytes = WHO_AM_I.clone();
            for (int i = 0; i < 3; i++) {
                bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt(256);
            }
            assertThatCode(() -> {
                        try {
                            Protobuf.message(bytes);
                        } catch (Refusal refusal) {
                            assertThat(refusal.status().code()).isEqualTo(400);
                        }
                    })
                    .doesNotThrowAnyException();
        });
    }
}
