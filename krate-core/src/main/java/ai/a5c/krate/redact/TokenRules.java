package ai.a5c.krate.redact;

import static ai.a5c.krate.redact.Characters.ALPHANUMERIC;
import static ai.a5c.krate.redact.Characters.DOTTED;
import static ai.a5c.krate.redact.Characters.URL_SAFE;
import static ai.a5c.krate.redact.Characters.WORD;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens that show by their own prefix who issued them. */
final class TokenRules {

    /** How much of a run is judged; a longer one is judged by its beginning. */
    private static final int JUDGED = 200;

    /** Prefixes that ordinary words have as well. */
    private static final Set<String> COMMON = Set.of("sk-", "pypi-");

    private final List<LiteralScan.Rule> rules = new ArrayList<>();

    private TokenRules() {
        add("github-token", ALPHANUMERIC, 20, "ghp_", "gho_", "ghu_", "ghs_", "ghr_");
        add("github-token", WORD, 20, "github_pat_");
        add("gitlab-token", DOTTED, 16, "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-", "gloas-");
        add("aws-key", ALPHANUMERIC, 16, "AKIA", "ASIA", "ABIA", "ACCA");
        add("google-key", URL_SAFE, 30, "AIza", "GOCSPX-");
        add("google-key", DOTTED, 20, "ya29.");
        add("slack-token", URL_SAFE, 10, "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xapp-");
        add("slack-token", Characters.of("/"), 20, "hooks.slack.com/services/");
        add("anthropic-key", URL_SAFE, 10, "sk-ant-");
        add("openai-key", URL_SAFE, 20, "sk-proj-", "sk-svcacct-", "sk-admin-", "sk-");
        add("npm-token", ALPHANUMERIC, 20, "npm_");
        add("pypi-token", URL_SAFE, 20, "pypi-");
        add("docker-token", URL_SAFE, 20, "dckr_pat_", "dckr_oat_");
        add("stripe-key", ALPHANUMERIC, 16, "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_");
        add("huggingface-token", ALPHANUMERIC, 30, "hf_");
        add("vault-token", DOTTED, 24, "hvs.", "hvb.");
        add("krate-token", URL_SAFE, 16, "krt_");
        rules.add(new LiteralScan.Rule("eyJ", false, TokenRules::jwt));
    }

    static List<LiteralScan.Rule> all() {
        return new TokenRules().rules;
    }

    private void add(String category, Characters characters, int least, String... prefixes) {
        for (String prefix : prefixes) {
            boolean common = COMMON.contains(prefix);
            rules.add(new LiteralScan.Rule(prefix, false, (text, start, end) -> {
                int judged = characters.endOfRun(text, end, end + JUDGED);
                boolean ownWord = start == 0 || !WORD.has(text.charAt(start - 1)) || prefix.endsWith("_");
                boolean fits =
                        ownWord && judged - end >= least && (!common || Randomness.isIn(text.substring(end, judged)));
                return fits ? new Hit(start, characters.endOfRun(text, judged), category) : null;
            }));
        }
    }

    private static @Nullable Hit jwt(String text, int start, int end) {
        if (start > 0 && URL_SAFE.has(text.charAt(start - 1))) {
            return null;
        }
        int header = URL_SAFE.endOfRun(text, end, end + 4_096);
        boolean dot = header - end >= 8 && header < text.length() && text.charAt(header) == '.';
        int claims = dot ? URL_SAFE.endOfRun(text, header + 1, header + 9) : header;
        return dot && claims - header > 8 ? new Hit(start, DOTTED.endOfRun(text, claims), "jwt") : null;
    }
}
