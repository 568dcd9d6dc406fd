package ai.a5c.krate.workspace;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * Which files of a repository steer the agents that work in it: their settings, hooks, servers, instructions. These come
 * from the base branch, never from what is to be worked on.
 */
public final class AgentConfiguration {

    private static final Set<String> DIRECTORIES = Set.of(
            ".agents",
            ".claude",
            ".claude-plugin",
            ".codex",
            ".cursor",
            ".gemini",
            ".githooks",
            ".husky",
            ".opencode",
            ".windsurf");

    private static final Set<String> FILES = Set.of(
            ".clinerules",
            ".cursorrules",
            ".env",
            ".geminiignore",
            ".goosehints",
            ".mcp.json",
            ".windsurfrules",
            "agents.md",
            "agents.override.md",
            "claude.local.md",
            "claude.md",
            "gemini.md",
            "opencode.json",
            "opencode.jsonc");

    private AgentConfiguration() {}

    /**
     * Whether the file at {@code path} steers agents, at whatever depth, and however its name is spelled: in any case,
     * composed or not, with characters in it that nobody sees, with dots or spaces behind.
     *
     * @param path below the repository, with {@code /}
     */
    public static boolean steers(String path) {
        for (String part : path.split("/", -1)) {
            String name = plain(part);
            if (DIRECTORIES.contains(name) || FILES.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);
        StringBuilder seen = new StringBuilder(composed.length());
        composed.codePoints().filter(AgentConfiguration::isSeen).forEach(seen::appendCodePoint);
        String folded = seen.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        int end = folded.length();
        while (end > 0 && (folded.charAt(end - 1) == '.' || folded.charAt(end - 1) == ' ')) {
            end--;
        }
        return folded.substring(0, end);
    }

    private static boolean isSeen(int character) {
        int type = Character.getType(character);
        boolean selector =
                (character >= 0xFE00 && character <= 0xFE0F) || (character >= 0xE0100 && character <= 0xE01EF);
        return type != Character.FORMAT && type != Character.CONTROL && !selector && character != 0x034F;
    }
}
