package ai.a5c.krate.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T13: no spelling hides a file that steers agents. */
class AgentConfigurationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".claude/settings.json",
                ".claude/hooks/pre.sh",
                ".claude",
                ".mcp.json",
                "CLAUDE.md",
                "AGENTS.md",
                "GEMINI.md",
                "CLAUDE.local.md",
                ".gemini/settings.json",
                ".codex/config.toml",
                ".opencode/agent/x.md",
                "opencode.json",
                "opencode.jsonc",
                ".cursor/rules/a.mdc",
                ".husky/pre-commit",
                ".env",
                "packages/web/.claude/settings.json",
                "a/b/c/AGENTS.md",
                ".CLAUDE/settings.json",
                ".Claude/Settings.JSON",
                "claude.MD",
                "Agents.md",
                ".Mcp.Json",
                "\uFF0Eclaude/settings.json",
                "\uFF23LAUDE.md",
                ".cla\u200Bude/settings.json",
                ".claude\u200C/settings.json",
                "CLAUDE\uFE0F.md",
                ".claude\u00AD/x",
                ".claude./settings.json",
                ".claude /settings.json",
                "CLAUDE.md.",
                ".git\u034Fhooks/pre-push"
            })
    void itSteersAgents(String path) {
        assertThat(AgentConfiguration.steers(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "README.md",
                "src/Main.java",
                "claude/settings.json",
                "docs/claude.md.txt",
                "my.claude/x",
                ".claudeignored/x",
                "gemini.mdx",
                ".environment",
                "env",
                ".github/workflows/ci.yml"
            })
    void itDoesNot(String path) {
        assertThat(AgentConfiguration.steers(path)).isFalse();
    }
}
