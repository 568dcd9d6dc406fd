package ai.a5c.krate.redact;

import java.util.List;

/** Requests to set instructions aside, to become somebody else, or to give instructions away. */
final class InstructionOverrides {

    private static final int WINDOW = 120;
    private static final List<String> OURS = List.of(
            " previous",
            " prior",
            " above",
            " earlier",
            " preceding",
            " system",
            " existing",
            " original",
            " all",
            " your");
    private static final List<String> ORDERS = List.of(
            " instruction", " prompt", " rule", " direction", " guideline", " directive", " context", " constraint");
    private static final List<String> GIVEN_AWAY =
            List.of(" prompt", " instructions", " secrets", " credentials", " environment variables");
    private static final List<String> POSSESSIVE =
            List.of(" your ", " me your ", " me the ", " the system", " the hidden");
    private static final List<String> NOTHING = List.of("");

    private static final List<Family> FAMILIES = List.of(
            new Family(
                    List.of(
                            "ignor",
                            "disregard",
                            "forget",
                            "overrid",
                            "bypass",
                            "not follow",
                            "n't follow",
                            "stop following"),
                    OURS,
                    ORDERS),
            new Family(List.of("reveal", "print", "show", "repeat", "output", "leak", "tell"), POSSESSIVE, GIVEN_AWAY),
            new Family(
                    List.of(
                            "you are now a",
                            "you are now the",
                            "you are now in",
                            "you are now free",
                            "you are no longer"),
                    NOTHING,
                    NOTHING),
            new Family(List.of("from now on you ", "from now on, you "), NOTHING, NOTHING),
            new Family(List.of("new instructions:", "new system prompt", "begin system prompt"), NOTHING, NOTHING),
            new Family(List.of("<system>", "</system>", "[system]", "[inst]", "<|imstart|>"), NOTHING, NOTHING),
            new Family(List.of("ignoriere", "vergiss"), NOTHING, List.of("anweisung", "vorgabe", "regeln")),
            new Family(List.of("ignorez", "oubliez"), NOTHING, List.of(" instructions", " consignes")),
            new Family(
                    List.of("ignora", "ignore", "olvida"),
                    NOTHING,
                    List.of(" instrucciones", " instruções", " istruzioni")),
            new Family(List.of("忽略", "无视", "無視"), NOTHING, List.of("指令", "指示", "提示", "命令", "规则")));

    private InstructionOverrides() {}

    /** How many there are in a text in lower case, with single blanks and without underscores. */
    static int in(String text) {
        int count = 0;
        for (Family family : FAMILIES) {
            for (String beginning : family.beginnings()) {
                count += family.count(text, beginning);
            }
        }
        return count;
    }

    /** Phrases that begin so, and go on in the same sentence with one of {@code then} and after it one of {@code last}. */
    private record Family(List<String> beginnings, List<String> then, List<String> last) {

        int count(String text, String beginning) {
            int count = 0;
            for (int at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
                count += goesOn(sentence(text, at + beginning.length())) ? 1 : 0;
            }
            return count;
        }

        private boolean goesOn(String sentence) {
            int place = first(sentence, then);
            return place >= 0 && first(sentence.substring(place), last) >= 0;
        }

        private static String sentence(String text, int start) {
            int limit = Math.min(text.length(), start + WINDOW);
            int end = start;
            while (end < limit && ".!?。".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            return text.substring(start, end);
        }

        private static int first(String sentence, List<String> words) {
            int first = -1;
            for (String word : words) {
                int place = sentence.indexOf(word);
                first = place >= 0 && (first < 0 || place < first) ? place : first;
            }
            return first;
        }
    }
}
