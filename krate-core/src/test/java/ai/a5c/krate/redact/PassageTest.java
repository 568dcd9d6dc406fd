package ai.a5c.krate.redact;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.redact.Tail.Piece;
import ai.a5c.krate.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** T18: what is split over messages, lines or chunks. */
class PassageTest {

    private static final String SECRET = "hunter2-Zq84TrLw9x";
    private static final int WINDOW = KnownSecret.MIN_LENGTH;
    private final Redactor redactor = Redactor.of(List.of(new KnownSecret("db", SECRET)));
    private final Passage passage = new Passage(redactor);

    @Test
    void aSecretCutAnywhereIsRedactedWhereBothPartsAreKnown() {
        for (int cut = 0; cut <= SECRET.length(); cut++) {
            List<Piece> told = passage.told(
                    Tail.NONE, List.of("it is " + SECRET.substring(0, cut), SECRET.substring(cut) + " I think"));

            assertThat(joined(told)).as("cut at %d", cut).isEqualTo("it is [REDACTED:secret/db] I think");
        }
    }

    @Test
    void theRestOfASecretIsRedactedWhereItsBeginningWasToldAlready() {
        for (int cut = 1; cut < SECRET.length(); cut++) {
            Piece first = only(Tail.NONE, "it is " + SECRET.substring(0, cut));
            Piece second = only(Tail.NONE.then(first), SECRET.substring(cut) + " I think");

            assertThat(longestPart(first.text() + second.text()))
                    .as("cut at %d", cut)
                    .isLessThan(WINDOW);
            assertThat(second.text()).as("cut at %d", cut).isEqualTo("[REDACTED:secret/db] I think");
        }
    }

    @Test
    void theBeginningOfASecretAtTheEndOfATextIsWorthWaitingFor() {
        for (int cut = 4; cut < SECRET.length(); cut++) {
            assertThat(passage.isUnfinished(Tail.NONE, List.of("it is " + SECRET.substring(0, cut))))
                    .as("cut at %d", cut)
                    .isTrue();
            assertThat(passage.isUnfinished(Tail.NONE, List.of("it is " + SECRET.substring(0, cut) + ".")))
                    .as("cut at %d", cut)
                    .isEqualTo(false);
        }
    }

    @Test
    void proseIsNotWorthWaitingFor() {
        List<String> prose = List.of(
                "I will look at the build.",
                "The token is missing",
                "see https://example.com/path",
                "Running `mvn -q verify`",
                "{\"tool\":\"Bash\",\"command\":\"ls\"}",
                "password",
                "Done",
                "");

        assertThat(prose).noneMatch(text -> passage.isUnfinished(Tail.NONE, List.of(text)));
        assertThat(List.of("password=Zq84", "https://ada:Pa55w", "ghp_a1B2c3", "-----BEGIN RSA", "x-api-key: a"))
                .allMatch(text -> passage.isUnfinished(Tail.NONE, List.of(text)));
    }

    @Test
    void aPrivateKeyInLinesStaysRedactedToItsEnd() {
        List<String> lines = List.of(
                "-----BEGIN RSA PRIVATE KEY-----\n",
                "MIIEpAIBAAKCAQEA7Zq84TrLw9xKcV2mNfQpHs6YbUe1Gj3Ro5WtDiCkXaPzLh0v\n",
                "BnMqSyE8rTgJwUfZoIc4xAe7KdVhNp2LbRiXsYmQk9tGzHvOjFuWaDlCe6TqPy1S\n",
                "-----END RSA PRIVATE KEY-----\n",
                "done\n");

        assertThat(joined(passage.told(Tail.NONE, lines))).isEqualTo("[REDACTED:private-key]\ndone\n");

        Tail tail = Tail.NONE;
        StringBuilder told = new StringBuilder();
        for (String line : lines) {
            Piece piece = only(tail, line);
            tail = tail.then(piece);
            told.append(piece.text());
        }
        assertThat(told.toString())
                .doesNotContain("MIIE")
                .doesNotContain("BnMq")
                .endsWith("done\n");
    }

    @Test
    void aTokenThatGoesOnIsRedactedToItsEnd() {
        Piece first = only(Tail.NONE, "use ghp_A1b2C3d4E5f6G7h8I9j0K1");
        Piece second = only(Tail.NONE.then(first), "l2M3n4O5p6Q7 now");

        assertThat(first.text() + second.text()).isEqualTo("use [REDACTED:github-token][REDACTED:github-token] now");
    }

    @Test
    void aPasswordInAnAddressIsKeptUntilItsEndIsKnown() {
        List<String> pieces = List.of("git clone https://ada:Pa55word", "@git.example/app.git");

        assertThat(passage.isUnfinished(Tail.NONE, pieces.subList(0, 1))).isTrue();
        assertThat(joined(passage.told(Tail.NONE, pieces)))
                .isEqualTo("git clone https://ada:[REDACTED:basic-auth]@git.example/app.git");
    }

    @Test
    void noWindowOfASecretIsToldHoweverItIsCutAndWrittenAndKept() {
        Seeds.forAll(1_000, random -> {
            String written = written(random);
            String text = prose(random) + written + prose(random);
            StringBuilder told = new StringBuilder();
            Tail tail = Tail.NONE;
            List<String> kept = new ArrayList<>();
            for (String piece : cut(text, random)) {
                kept.add(piece);
                if (!passage.isUnfinished(tail, kept) || random.nextInt(5) == 0) {
                    for (Piece one : passage.told(tail, kept)) {
                        told.append(one.text());
                        tail = tail.then(one);
                    }
                    kept.clear();
                }
            }
            passage.told(tail, kept).forEach(one -> told.append(one.text()));

            for (int start = 0; start + WINDOW <= written.length(); start++) {
                if (redactor.redact(written.substring(start, start + WINDOW)).found()) {
                    assertThat(told.toString()).doesNotContain(written.substring(start, start + WINDOW));
                }
            }
            assertThat(redactor.redact(told.toString()).counts()).doesNotContainKey("secret/db");
        });
    }

    @Test
    void ordinaryTextIsToldAsItIs() {
        Seeds.forAll(300, random -> {
            String text = prose(random) + prose(random) + prose(random);
            assertThat(joined(passage.told(Tail.NONE, cut(text, random)))).isEqualTo(text);
        });
    }

    private Piece only(Tail before, String text) {
        return passage.told(before, List.of(text)).get(0);
    }

    private static String written(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
            case 1 -> new StringBuilder(SECRET).reverse().toString();
            case 2 -> SECRET.substring(0, 9) + "\n" + SECRET.substring(9);
            default -> SECRET;
        };
    }

    private static String prose(RandomGenerator random) {
        List<String> words =
                List.of("the ", "build ", "is red\n", "because ", "of this: ", "see line 7. ", "\u00e4\u00f6 ");
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(words.get(random.nextInt(words.size())));
        }
        return text.toString();
    }

    private static List<String> cut(String text, RandomGenerator random) {
        List<String> pieces = new ArrayList<>();
        int longest = 1 + random.nextInt(20);
        for (int start = 0; start < text.length(); ) {
            int end = Math.min(text.length(), start + 1 + random.nextInt(longest));
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }

    private static int longestPart(String text) {
        int longest = 0;
        for (int start = 0; start < SECRET.length(); start++) {
            for (int end = start + 1; end <= SECRET.length(); end++) {
                longest = text.contains(SECRET.substring(start, end)) ? Math.max(longest, end - start) : longest;
            }
        }
        return longest;
    }

    private static String joined(List<Piece> pieces) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString();
    }
}
