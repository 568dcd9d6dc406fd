package ai.a5c.krate.review;

import java.util.Locale;

/** Constants as documents write them: {@code model-provider-token}. */
final class Word {

    private Word() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
