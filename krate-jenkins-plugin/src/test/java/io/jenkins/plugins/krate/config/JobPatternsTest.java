package io.jenkins.plugins.krate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JobPatternsTest {

    @Test
    void aLineIsAGlobUnlessItIsEmptyOrARemark() {
        assertThat(JobPatterns.of("# ours\n team/** \n\nlegacy-*\r\n"))
                .hasSize(2)
                .anyMatch(glob -> glob.matches("team/app/main"))
                .anyMatch(glob -> glob.matches("legacy-1"))
                .noneMatch(glob -> glob.matches("legacy/1"));
    }

    @Test
    void aLineThatIsNoGlobIsNamed() {
        assertThatThrownBy(() -> JobPatterns.of("team/**\n[a-"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2: ");
    }

    @Test
    void tooManyPatternsAreRefused() {
        assertThatThrownBy(() -> JobPatterns.of("a\n".repeat(JobPatterns.MOST + 1)))
                .hasMessage("more than 200 patterns; use ** for whole folders");
    }
}
